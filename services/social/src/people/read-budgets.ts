import { createHmac } from 'node:crypto';
import { isForgettable, type ReadState, readProfile } from '@stoa/core/people';
import type { AccountId } from '@stoa/protocol/social';
import { Refusal } from '../http/refusal.ts';
import type { Clock, Random } from '../ports.ts';

const sweepMs = 600_000;

/** Who read how much today, in memory: marks that mean nothing without a key which no other process and no disk has. */
export class ReadBudgets {
  readonly #clock: Clock;
  readonly #key: Uint8Array;
  readonly #readers = new Map<string, ReadState>();
  #sweptAt = 0;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#key = random(32);
  }

  /** Counts a look at a profile, there or not, or throws the refusal that says when it will be answered. */
  take(reader: AccountId, whom: string): void {
    const unix = this.#clock.unix();
    this.#sweep(unix);
    const key = reader.reveal();
    const { state, allowed, retryInMs } = readProfile(this.#readers.get(key), this.#mark(key, whom), unix);
    this.#readers.set(key, state);
    if (!allowed) throw new Refusal('tooFast', 'That is enough profiles for now.', retryInMs);
  }

  #mark(reader: string, whom: string): number {
    return createHmac('sha256', this.#key).update(`${reader}\0${whom}`).digest().readUInt32BE();
  }

  #sweep(unix: number): void {
    if (unix - this.#sweptAt < sweepMs) return;
    this.#sweptAt = unix;
    for (const [reader, state] of this.#readers) {
      if (isForgettable(state, unix)) this.#readers.delete(reader);
    }
  }
}
