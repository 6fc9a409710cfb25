/** So many at once, so many waiting in a row, everybody else is told when to come back. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #waiting: number;
  /** How long one took, smoothed, ms. */
  #took = 20;
  #inside = 0;
  readonly #row: (() => void)[] = [];

  constructor(atOnce: number, waiting: number) {
    this.#atOnce = atOnce;
    this.#waiting = waiting;
  }

  /** Undefined: there is room. Otherwise how long the row will take, ms. */
  fullForMs(): number | undefined {
    if (this.#row.length < this.#waiting) return undefined;
    return Math.max(1_000, Math.ceil((this.#row.length * this.#took) / this.#atOnce));
  }

  get waiting(): number {
    return this.#row.length;
  }

  async pass<T>(now: () => number, work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#atOnce) await new Promise<void>((enter) => this.#row.push(enter));
    else this.#inside++;
    const began = now();
    try {
      return await work();
    } finally {
      this.#took = this.#took * 0.95 + (now() - began) * 0.05;
      const next = this.#row.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
