import { Ranks } from './ranks.ts';
import { numbersOf, type RoomFacts, type Slot } from './words.ts';

export const wordsPerTaste = 4;

/** What a walk over all rooms reads, side by side in memory. */
export class RoomTable {
  /** 0: nobody finds it; 1: only who has a right to; 2: anybody with an account; 3: everybody. */
  open = new Uint8Array(64);
  /** Points that are the same for everybody: size and youth. */
  base = new Uint8Array(64);
  /** Of each room languages (low, high) and topics (low, high). */
  tastes = new Int32Array(64 * wordsPerTaste);
  /** Counts openings: the higher, the newer. */
  born = new Float64Array(64);
  /** Slots ever in use: the walk ends here. */
  end = 0;
  /** By base: the slots of rooms that somebody may find. */
  readonly ranks = new Ranks();
  /** The same for the rooms of each topic. */
  readonly ofTopic: readonly Ranks[] = Array.from({ length: 64 }, () => new Ranks());
  readonly #free: Slot[] = [];

  take(): Slot {
    const slot = this.#free.pop();
    if (slot !== undefined) return slot;
    if (this.end === this.open.length) this.#grow();
    this.end += 1;
    return this.end - 1;
  }

  give(slot: Slot): void {
    this.rank(slot, 0, 0);
    this.#free.push(slot);
  }

  /** The only way to change `base` and `open`. */
  rank(slot: Slot, base: number, open: number): void {
    const stays = this.base[slot] === base && this.open[slot] !== 0 && open !== 0;
    if (!stays && this.open[slot] !== 0) this.#leave(slot);
    this.base[slot] = base;
    this.open[slot] = open;
    if (!stays && open !== 0) this.#enter(slot);
  }

  describe(slot: Slot, { topics, languages }: RoomFacts): void {
    const stands = this.open[slot] !== 0;
    if (stands) this.#leave(slot);
    this.tastes.set([languages.low, languages.high, topics.low, topics.high], slot * wordsPerTaste);
    if (stands) this.#enter(slot);
  }

  #enter(slot: Slot): void {
    const base = this.base[slot]!;
    this.ranks.enter(slot, base);
    for (const topic of this.#topicsOf(slot)) this.ofTopic[topic]!.enter(slot, base);
  }

  #leave(slot: Slot): void {
    const base = this.base[slot]!;
    this.ranks.leave(slot, base);
    for (const topic of this.#topicsOf(slot)) this.ofTopic[topic]!.leave(slot, base);
  }

  #topicsOf(slot: Slot): number[] {
    const at = slot * wordsPerTaste;
    return numbersOf({ low: this.tastes[at + 2]!, high: this.tastes[at + 3]! });
  }

  #grow(): void {
    const length = this.open.length * 2;
    const longer = <A extends { set(from: A): void }>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.open = longer(new Uint8Array(length), this.open);
    this.base = longer(new Uint8Array(length), this.base);
    this.tastes = longer(new Int32Array(length * wordsPerTaste), this.tastes);
    this.born = longer(new Float64Array(length), this.born);
  }
}
