/** Lets through `rate` tokens a second, and up to `capacity` at once after a rest. Starts full. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #at = Number.NEGATIVE_INFINITY;

  constructor(ratePerSecond: number, capacity: number) {
    this.#perMs = ratePerSecond / 1000;
    this.#capacity = capacity;
    this.#tokens = capacity;
  }

  /** Takes the amount if it is there, else nothing. A clock that goes back refills nothing. */
  take(amount: number, now: number): boolean {
    if (now > this.#at) {
      this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#at) * this.#perMs);
      this.#at = now;
    }
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }
}
