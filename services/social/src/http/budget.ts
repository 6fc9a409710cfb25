/** So many a second (or an hour) on average, so many at once, for each key. In memory; a full bucket is forgotten. */
export class Budget {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { left: number; at: number }>();
  #sweptAt = 0;

  constructor(rate: { readonly count: number; readonly perMs: number; readonly burst: number }) {
    this.#perMs = rate.count / rate.perMs;
    this.#burst = rate.burst;
  }

  /** Takes one. Undefined when there was one, otherwise how long to wait in ms. */
  take(key: string, now: number): number | undefined {
    this.#sweep(now);
    const bucket = this.#refilled(key, now);
    if (bucket.left < 1) return this.#wait(bucket.left);
    bucket.left -= 1;
    this.#buckets.set(key, bucket);
    return undefined;
  }

  /** The same question without taking. */
  wait(key: string, now: number): number | undefined {
    const { left } = this.#refilled(key, now);
    return left < 1 ? this.#wait(left) : undefined;
  }

  get size(): number {
    return this.#buckets.size;
  }

  #wait(left: number): number {
    return Math.ceil((1 - left) / this.#perMs);
  }

  #refilled(key: string, now: number) {
    const bucket = this.#buckets.get(key);
    if (!bucket) return { left: this.#burst, at: now };
    bucket.left = Math.min(this.#burst, bucket.left + Math.max(0, now - bucket.at) * this.#perMs);
    bucket.at = now;
    return bucket;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 10_000) return;
    this.#sweptAt = now;
    for (const key of this.#buckets.keys()) {
      if (this.#refilled(key, now).left >= this.#burst) this.#buckets.delete(key);
    }
  }
}
