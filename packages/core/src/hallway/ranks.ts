import type { Slot } from './words.ts';

const none: readonly Slot[] = [];

/** Slots by their points, so that a walk may begin with the highest and end early. */
export class Ranks {
  readonly #ranks: Slot[][] = [];
  /** Where in its rank a slot stands. */
  readonly #places = new Map<Slot, number>();

  /** No rank from here on has anything. */
  get end(): number {
    return this.#ranks.length;
  }

  at(base: number): readonly Slot[] {
    return this.#ranks[base] ?? none;
  }

  enter(slot: Slot, base: number): void {
    while (this.#ranks.length <= base) this.#ranks.push([]);
    this.#places.set(slot, this.#ranks[base]!.push(slot) - 1);
  }

  /** @param base as it entered */
  leave(slot: Slot, base: number): void {
    const rank = this.#ranks[base]!;
    const place = this.#places.get(slot)!;
    const last = rank.pop()!;
    this.#places.delete(slot);
    if (last === slot) return;
    rank[place] = last;
    this.#places.set(last, place);
  }
}
