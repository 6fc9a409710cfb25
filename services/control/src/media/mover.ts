import { drainPace, moveRules } from '@stoa/core/fleet';
import type { EraId, RelaySeat } from '@stoa/protocol';
import type { Clock, RelayHandle } from '../ports.ts';
import type { MediaOfEra } from './media-of-era.ts';

/** `drain`: its relay is about to end. `spare`: a second one for when its relay is lost. */
export type MoveReason = 'drain' | 'fence' | 'closer' | 'spare';

/** A transport that can be asked to be elsewhere. */
export type Moved = {
  readonly relay: RelayHandle;
  readonly media: MediaOfEra;
  readonly seat: RelaySeat;
  /** It carries nothing. */
  readonly spare: boolean;
  /** False: not now. */
  ask(why: MoveReason, byMs: number): boolean;
};

type Field = {
  relays(): readonly RelayHandle[];
  moved(): Iterable<Moved>;
  /** Transports of the era, all over. */
  people(era: EraId): number;
  usable(): number;
  elsewhere(media: MediaOfEra, from: RelayHandle): boolean;
};

const drainTickMs = 100;
const spareTickMs = 1_000;
/** Nobody hurries to make a transport that is not needed yet. */
const spareByMs = 2_000;
const sparesAtOnce = 20;

/**
 * Asks people to move, some at a time: off relays that are about to end, those on stage first, and those who speak to keep a
 * second transport. Sets no timer while there is nobody to ask.
 */
export class Mover {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #field: Field;
  #stopDrain: (() => void) | undefined;
  #stopSpares: (() => void) | undefined;
  #pace = 0;
  #credit = 0;

  constructor(clock: Pick<Clock, 'after'>, field: Field) {
    this.#clock = clock;
    this.#field = field;
  }

  /** A relay may have begun to drain. */
  look(): void {
    if (this.#stopDrain || !this.#field.relays().some(({ draining }) => draining)) return;
    this.#pace = 0;
    // Those who are on stage go within this turn.
    this.#credit = moveRules.slowest;
    this.#drain();
  }

  /** Somebody came, or came on stage. */
  considerSpares(): void {
    if (this.#field.usable() > 1) this.#armSpares(spareTickMs);
  }

  /** A relay was lost: those who hear nothing come first. */
  rest(): void {
    this.#stopSpares?.();
    this.#stopSpares = undefined;
    this.#armSpares(moveRules.spareRestMs);
  }

  stop(): void {
    this.#stopDrain?.();
    this.#stopSpares?.();
  }

  #drain(): void {
    const waiting = [...this.#field.moved()].filter(({ relay }) => relay.draining);
    this.#stopDrain = undefined;
    if (waiting.length === 0) return;
    this.#pace = Math.max(this.#pace, drainPace(waiting.length));
    this.#credit = Math.min(this.#pace, this.#credit + (this.#pace * drainTickMs) / 1_000);
    waiting.sort((a, b) => Number(b.seat.onStage) - Number(a.seat.onStage));
    const stuck = new Set<MediaOfEra>();
    for (const one of waiting) if (one.spare) one.ask('drain', 0);
    for (const one of waiting) {
      if (one.spare) continue;
      if (this.#credit < 1) break;
      if (stuck.has(one.media)) continue;
      if (!this.#field.elsewhere(one.media, one.relay)) stuck.add(one.media);
      else if (one.ask('drain', drainTickMs)) this.#credit--;
    }
    this.#stopDrain = this.#clock.after(drainTickMs, () => this.#drain());
  }

  #armSpares(ms: number): void {
    this.#stopSpares ??= this.#clock.after(ms, () => this.#spares());
  }

  #spares(): void {
    this.#stopSpares = undefined;
    if (this.#field.usable() < 2) return;
    let asked = 0;
    for (const { media, relay, seat, spare, ask } of this.#field.moved()) {
      if (spare || !seat.onStage || !seat.publish || relay.draining) continue;
      if (this.#field.people(media.era) < moveRules.spareFrom) continue;
      if (!this.#field.elsewhere(media, relay) || !ask('spare', spareByMs)) continue;
      if (++asked < sparesAtOnce) continue;
      this.#armSpares(spareTickMs);
      return;
    }
  }
}
