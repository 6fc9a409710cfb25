/** Keeps the best so many of a stream of rooms: a binary heap whose root is the worst one kept. */
export class Best {
  readonly #most: number;
  readonly #slots: number[] = [];
  readonly #scores: number[] = [];
  readonly #born: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Below this a room need not be offered. */
  get bar(): number {
    return this.#slots.length < this.#most ? -1 : (this.#scores[0] ?? Number.POSITIVE_INFINITY);
  }

  offer(slot: number, score: number, born: number): void {
    const size = this.#slots.length;
    if (size < this.#most) {
      this.#slots.push(slot);
      this.#scores.push(score);
      this.#born.push(born);
      this.#rise(size);
    } else if (size > 0 && this.#worse(0, score, born)) {
      this.#put(0, slot, score, born);
      this.#sink();
    }
  }

  /** Best first. */
  sorted(): { slot: number; score: number }[] {
    return this.#slots
      .map((slot, i) => ({ slot, score: this.#scores[i]!, born: this.#born[i]! }))
      .sort((a, b) => b.score - a.score || b.born - a.born);
  }

  #worse(i: number, score: number, born: number): boolean {
    const own = this.#scores[i]!;
    return own < score || (own === score && this.#born[i]! < born);
  }

  #put(i: number, slot: number, score: number, born: number): void {
    this.#slots[i] = slot;
    this.#scores[i] = score;
    this.#born[i] = born;
  }

  #swap(a: number, b: number): void {
    const slot = this.#slots[a]!;
    const score = this.#scores[a]!;
    const born = this.#born[a]!;
    this.#put(a, this.#slots[b]!, this.#scores[b]!, this.#born[b]!);
    this.#put(b, slot, score, born);
  }

  #rise(from: number): void {
    let i = from;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!this.#worse(i, this.#scores[up]!, this.#born[up]!)) return;
      this.#swap(i, up);
      i = up;
    }
  }

  #sink(): void {
    const size = this.#slots.length;
    let i = 0;
    for (;;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < size && this.#worse(child, this.#scores[least]!, this.#born[least]!)) least = child;
      }
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }
}
