import type { RoomFacts, Slot } from './words.ts';

/** What a walk over all rooms reads, side by side in memory. */
export class RoomTable {
  /** 0: nobody finds it; 1: only who has a right to; 2: anybody with an account; 3: everybody. */
  open = new Uint8Array(64);
  /** Points that are the same for everybody: size and youth. */
  base = new Uint8Array(64);
  topicsLow = new Int32Array(64);
  topicsHigh = new Int32Array(64);
  languagesLow = new Int32Array(64);
  languagesHigh = new Int32Array(64);
  /** Counts openings: the higher, the newer. */
  born = new Float64Array(64);
  /** Slots ever in use: the walk ends here. */
  end = 0;
  readonly #free: Slot[] = [];

  take(): Slot {
    const slot = this.#free.pop();
    if (slot !== undefined) return slot;
    if (this.end === this.open.length) this.#grow();
    this.end += 1;
    return this.end - 1;
  }

  give(slot: Slot): void {
    this.open[slot] = 0;
    this.#free.push(slot);
  }

  describe(slot: Slot, { topics, languages }: RoomFacts): void {
    this.topicsLow[slot] = topics.low;
    this.topicsHigh[slot] = topics.high;
    this.languagesLow[slot] = languages.low;
    this.languagesHigh[slot] = languages.high;
  }

  #grow(): void {
    const length = this.open.length * 2;
    const longer = <A extends { set(from: A): void }>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.open = longer(new Uint8Array(length), this.open);
    this.base = longer(new Uint8Array(length), this.base);
    this.topicsLow = longer(new Int32Array(length), this.topicsLow);
    this.topicsHigh = longer(new Int32Array(length), this.topicsHigh);
    this.languagesLow = longer(new Int32Array(length), this.languagesLow);
    this.languagesHigh = longer(new Int32Array(length), this.languagesHigh);
    this.born = longer(new Float64Array(length), this.born);
  }
}
