import type { OpenedFrame } from '@stoa/e2ee/frame';
import { toBase64Url } from '@stoa/protocol';
import type { Device, SimulatedLife, Surroundings } from './device.ts';
import type { Sealed } from './sealed.ts';
import { slack } from './slack.ts';
import { opens } from './spies.ts';
import type { Truth } from './truth.ts';

/** What the rules look at. */
export type Observed = Surroundings & {
  readonly truth: Truth;
  readonly devices: readonly Device[];
  readonly isOver: boolean;
  deviceAt(leaf: number): Device | undefined;
};

/** Something that must never happen. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** What holds at every moment, checked as things happen. */
export class Rules {
  readonly #world: Observed;
  #broken: Broken | undefined;
  /** Until when the room's stewards, or one device, were out of order. */
  #stewardsUntil = 0;
  readonly #unreachableUntil = new Map<SimulatedLife, number>();
  readonly drops = new Map<string, number>();
  /** Times between a removal and the last frame that the removed could open. */
  readonly opensAfterRemoval = new Map<number, number>();
  rendered_ = 0;
  opened_ = 0;

  constructor(world: Observed) {
    this.#world = world;
  }

  /** Throws what was found since the last call. */
  raise(): void {
    if (this.#broken) throw this.#broken;
  }

  #break(what: string): void {
    const seconds = (this.#world.clock.now() / 1000).toFixed(2);
    this.#broken ??= new Broken(`at ${seconds} s: ${what}`);
  }

  broken(what: string): void {
    this.#break(what);
  }

  dropped(why: string): void {
    this.drops.set(why, (this.drops.get(why) ?? 0) + 1);
  }

  /** Looks around: who is in order now? */
  observe(): void {
    const { truth, clock } = this.#world;
    const now = clock.now();
    const inOrder = (leaf: number) => {
      const device = this.#world.deviceAt(leaf);
      return device !== undefined && this.#reachable(device) && device.leaf === leaf;
    };
    const moderators = truth.moderators();
    const stewards = moderators.length > 0 && moderators.every(inOrder);
    // Whoever is a moderator now has to have signed something, or was signed as one.
    const signed = (truth.heads.at(-1)?.at ?? 0) >= truth.moderatorsChangedAt;
    if (!stewards || !signed || now - truth.moderatorsChangedAt < 250)
      this.#stewardsUntil = now + slack.recoveryMs;
    for (const device of this.#world.devices) {
      if (device.life && !this.#reachable(device)) {
        this.#unreachableUntil.set(device.life, now + slack.recoveryMs);
      }
    }
  }

  #reachable(device: Device): boolean {
    return device.online && device.isLive && this.#world.network.reaches(device);
  }

  /** Somebody's keys opened a frame: it had to be on the roster when that was sealed. */
  opened(reader: SimulatedLife, sealed: Sealed): void {
    this.opened_++;
    if (reader === sealed.life) return;
    const member = this.#memberOf(reader);
    if (!member) {
      this.#break(`device ${reader.device.n} opens frames and was never admitted`);
      return;
    }
    const { leaf, admittedAt, gone } = member;
    if (sealed.at < admittedAt - slack.pastMs) {
      this.#break(`leaf ${leaf} opens a frame of ${admittedAt - sealed.at} ms before its admission`);
    }
    if (!gone || sealed.at <= gone.at || !sealed.honest) return;
    const after = sealed.at - gone.at;
    const inOrder = sealed.at > this.#stewardsUntil && sealed.at > this.#until(sealed.life);
    if (gone.why === 'removed' && inOrder) {
      this.opensAfterRemoval.set(leaf, Math.max(after, this.opensAfterRemoval.get(leaf) ?? 0));
    }
    const allowed = gone.why === 'removed' ? slack.removedMs : slack.leftMs;
    if (after > allowed && inOrder) {
      const from = this.#memberOf(sealed.life)?.leaf;
      this.#break(`leaf ${leaf} ${gone.why} ${after} ms ago and opens what leaf ${from} sealed`);
    }
  }

  /** An honest device gave a frame to its decoder. */
  rendered(reader: SimulatedLife, sealed: Sealed, frame: OpenedFrame): void {
    this.rendered_++;
    const { truth, clock } = this.#world;
    const now = clock.now();
    const { leaf } = frame;
    const who = `device ${reader.device.n} renders leaf ${leaf}`;
    if (this.#memberOf(sealed.life)?.leaf !== leaf) this.#break(`${who} for a frame of somebody else`);
    if (!same(frame.opus, sealed.opus)) this.#break(`${who} with another content`);
    const name = `${leaf} ${frame.sender} ${frame.ctr}`;
    if (reader.rendered.has(name)) this.#break(`${who} twice`);
    reader.rendered.add(name);
    reader.lastHeard.set(leaf, sealed.at);
    if (now - sealed.at > slack.ageMs) this.#break(`${who} for a frame sealed ${now - sealed.at} ms ago`);
    const { view } = reader.device.room;
    if (!view.stage.some((person) => person.leaf === leaf))
      this.#break(`${who}, who is not on the stage it shows`);
    if (now <= this.#stewardsUntil || !reader.device.isLive || now <= this.#until(reader)) return;
    const seat = truth.stage.get(leaf);
    const off = truth.offStageSince.get(leaf) ?? truth.members.get(leaf)?.gone?.at ?? 0;
    if (!seat && now - off > slack.renderedMs) this.#break(`${who}, off stage for ${now - off} ms`);
    if (seat?.muted && now - seat.mutedSince > slack.renderedMs) {
      this.#break(`${who}, muted for ${now - seat.mutedSince} ms`);
    }
  }

  /** A newcomer tries its keys on everything that was recorded. */
  async newcomerTriesPast(leaf: number, life: SimulatedLife, recorded: readonly Sealed[]): Promise<void> {
    const admittedAt = this.#world.truth.members.get(leaf)?.admittedAt ?? 0;
    for (const sealed of recorded) {
      if (sealed.at > admittedAt - slack.pastMs) return;
      if (await opens(life.keys.frames, sealed.payload)) this.opened(life, sealed);
    }
  }

  /** What the whole room must be at any moment. */
  always(): void {
    const { truth, relay, devices } = this.#world;
    if (!this.#world.isOver && truth.members.size > 0 && truth.present().length > 0) {
      const seats = [...truth.stage.values()];
      const moderated = seats.some(({ role }) => role === 'moderator');
      const allAway = seats.length > 0 && seats.every(({ away }) => away);
      if (!moderated && !allAway && !truth.ending) this.#break('no moderator, and the room does not end');
    }
    const seatsOf = new Map<string, number>();
    for (const end of relay.subscribers()) {
      const { person } = (end as unknown as { life: SimulatedLife }).life.device;
      seatsOf.set(person, (seatsOf.get(person) ?? 0) + 1);
    }
    for (const [person, seats] of seatsOf) if (seats > 1) this.#break(`${person} has ${seats} seats`);
    const leaves = new Map<string, number>();
    for (const { person, admittedAt } of truth.present()) {
      leaves.set(person, (leaves.get(person) ?? 0) + 1);
      const removedAt = truth.removedPeople.get(person);
      if (removedAt !== undefined && admittedAt > removedAt) this.#break(`${person} was removed and is back`);
    }
    for (const [person, count] of leaves)
      if (count > 1) this.#break(`${person} is in the room ${count} times`);
    for (const device of devices) {
      if (!device.alive) continue;
      const { alarms } = device.room.view;
      if (alarms.includes('forgedKeys')) this.#break(`device ${device.n} shows forgedKeys`);
      if (alarms.includes('forgedMessages')) this.#break(`device ${device.n} shows forgedMessages`);
      if (alarms.includes('forkedRoster')) this.#break(`device ${device.n} shows forkedRoster`);
    }
  }

  #until(life: SimulatedLife): number {
    return this.#unreachableUntil.get(life) ?? 0;
  }

  #memberOf(life: SimulatedLife) {
    const key = toBase64Url(new Uint8Array(life.keys.key));
    for (const member of this.#world.truth.members.values()) if (member.key === key) return member;
    return undefined;
  }
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
