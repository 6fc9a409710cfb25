import type { RoomState } from '@stoa/core/room';
import type { Leaf, ServerMessageOf } from '@stoa/protocol';
import type { AdmissionLog } from './admission-log.ts';

type Entries = ServerMessageOf<'head'>['stageEntries'];

/** A head that was signed just before somebody came on stage may hide it. */
const overlapMs = 5_000;

/** Admissions of people on stage, for those who may not know them yet. */
export class Introductions {
  readonly #log: AdmissionLog;
  readonly #cameAt: Map<Leaf, number>;
  /** When the last head came. */
  headAt: number;

  constructor(log: AdmissionLog, headAt: number, cameAt: Iterable<readonly [Leaf, number]> = []) {
    this.#log = log;
    this.headAt = headAt;
    this.#cameAt = new Map(cameAt);
  }

  came(leaf: Leaf, now: number): void {
    this.#cameAt.set(leaf, now);
  }

  left(leaf: Leaf): void {
    this.#cameAt.delete(leaf);
  }

  cameAt(leaf: Leaf): number | undefined {
    return this.#cameAt.get(leaf);
  }

  /** Of those who came on stage since then; without a time, of everybody there. */
  entries({ stage }: RoomState, since: number = Number.NEGATIVE_INFINITY): Entries {
    const out: Entries = [];
    for (const leaf of stage.keys()) {
      const bytes = this.#log.entry(leaf);
      if (bytes && (this.#cameAt.get(leaf) ?? Number.NEGATIVE_INFINITY) >= since) out.push({ leaf, bytes });
    }
    return out;
  }

  /** Those whom the readers of the head that came now may lack. */
  headCame(state: RoomState, now: number): Entries {
    const entries = this.entries(state, this.headAt - overlapMs);
    this.headAt = now;
    return entries;
  }
}
