import { media } from '@stoa/protocol';
import { Speaker } from './speaker.ts';

/** Times in milliseconds, loudness in levels. */
export const slotRules = {
  /** A holder who was heard within this time is speaking: pauses between words are shorter. */
  heldWhileHeard: 1000,
  /** No slot changes hands from one speaking person to another sooner. */
  minimumStay: 2000,
  /** How much louder, and for how long, one must be to take over at once. */
  clearlyLouder: 1,
  louderFor: 400,
  /** How long one must have spoken unheard to claim a turn, and how much more airtime the giver must have had. */
  waitForTurn: 2000,
  airtimeAdvantage: 5000,
  /** Time in which airtime fades to about a third. */
  airtimeFades: 30_000,
  loudnessSmooths: 300,
} as const;

/** A gap between packets counts as at most this much speaking: a liar cannot save up time by not sending. */
const maxStep = 100;

/**
 * Which publishers of one era fill its slots; the numbered rules are in SPEC.md. One decision serves all
 * listeners. Levels are claims of the senders: they decide who is quick to get a slot, never who keeps one for ever.
 */
export class SlotTable {
  readonly #holders: (Speaker | undefined)[];

  constructor(slots: number = media.slots) {
    this.#holders = new Array<Speaker | undefined>(slots).fill(undefined);
  }

  admit(): Speaker {
    return new Speaker();
  }

  holder(slot: number): Speaker | undefined {
    return this.#holders[slot];
  }

  /** Notes one packet and says in which slot it goes out, or -1: nowhere. `now` must not go back. */
  hear(speaker: Speaker, level: number, now: number): number {
    this.#note(speaker, level, now);
    if (speaker.slot < 0) {
      const slot = this.#find(speaker, level, now);
      if (slot >= 0) this.#give(slot, speaker, now);
    }
    return speaker.slot;
  }

  /** Muted, demoted, removed or gone: its slot is free at once. */
  release(speaker: Speaker): void {
    if (speaker.slot >= 0) this.#holders[speaker.slot] = undefined;
    speaker.slot = -1;
    speaker.waited = 0;
    speaker.loudness = 0;
    speaker.lastHeardAt = Number.NEGATIVE_INFINITY;
  }

  /** The same voice on another way: it goes on in its slot, with what it is owed and what it had. */
  hand(from: Speaker, to: Speaker): void {
    if (from.slot < 0 || to.slot >= 0) return;
    const { slot } = from;
    to.heldSince = from.heldSince;
    to.lastPacketAt = from.lastPacketAt;
    to.lastHeardAt = from.lastHeardAt;
    to.loudness = from.loudness;
    to.airtime = from.airtime;
    this.release(from);
    this.#holders[slot] = to;
    to.slot = slot;
  }

  #note(speaker: Speaker, level: number, now: number): void {
    const gap = now - speaker.lastPacketAt;
    const step = Math.min(gap, maxStep);
    speaker.lastPacketAt = now;
    speaker.airtime *= Math.max(0, 1 - gap / slotRules.airtimeFades);
    if (level > 0) {
      speaker.lastHeardAt = now;
      speaker.loudness += (level - speaker.loudness) * Math.min(1, step / slotRules.loudnessSmooths);
      if (speaker.slot >= 0) speaker.airtime += step;
      else speaker.waited += step;
    } else if (now - speaker.lastHeardAt >= slotRules.heldWhileHeard) {
      speaker.loudness = 0;
      speaker.waited = 0;
    }
  }

  #find(speaker: Speaker, level: number, now: number): number {
    const free = this.#holders.indexOf(undefined);
    if (free >= 0 || level === 0) return free;
    return this.#silent(now) ?? this.#quieter(speaker, now) ?? this.#ripest(speaker, now) ?? -1;
  }

  /** The slot whose holder has been silent longest, if that is long enough. */
  #silent(now: number): number | undefined {
    let best: Speaker | undefined;
    for (const holder of this.#holders) {
      if (holder !== undefined && (best === undefined || holder.lastHeardAt < best.lastHeardAt))
        best = holder;
    }
    return best !== undefined && now - best.lastHeardAt >= slotRules.heldWhileHeard ? best.slot : undefined;
  }

  /** The quietest holder who is clearly quieter and has had no less airtime than the challenger. */
  #quieter(challenger: Speaker, now: number): number | undefined {
    if (challenger.waited < slotRules.louderFor) return undefined;
    let best: Speaker | undefined;
    for (const holder of this.#holders) {
      if (holder === undefined || now - holder.heldSince < slotRules.minimumStay) continue;
      if (challenger.loudness < holder.loudness + slotRules.clearlyLouder) continue;
      if (challenger.airtime > holder.airtime) continue;
      if (best === undefined || holder.loudness < best.loudness) best = holder;
    }
    return best?.slot;
  }

  /** The holder with most airtime, if the challenger has waited and has had much less. */
  #ripest(challenger: Speaker, now: number): number | undefined {
    if (challenger.waited < slotRules.waitForTurn) return undefined;
    let best: Speaker | undefined;
    for (const holder of this.#holders) {
      if (holder === undefined || now - holder.heldSince < slotRules.minimumStay) continue;
      if (best === undefined || holder.airtime > best.airtime) best = holder;
    }
    if (best === undefined || best.airtime < challenger.airtime + slotRules.airtimeAdvantage)
      return undefined;
    return best.slot;
  }

  #give(slot: number, speaker: Speaker, now: number): void {
    const previous = this.#holders[slot];
    if (previous !== undefined) {
      previous.slot = -1;
      previous.waited = 0;
    }
    this.#holders[slot] = speaker;
    speaker.slot = slot;
    speaker.heldSince = now;
    speaker.waited = 0;
  }
}
