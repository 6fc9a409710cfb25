/** So many a minute on average, so many at once. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(perMinute: number, burst: number, now: number) {
    this.#perMs = perMinute / 60_000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** `over`: more than allowed. `flood`: another four bursts more without a pause. */
  take(now: number): 'ok' | 'over' | 'flood' {
    this.#refill(now);
    if (this.#tokens > -4 * this.#burst) this.#tokens--;
    if (this.#tokens >= 0) return 'ok';
    return this.#tokens > -4 * this.#burst ? 'over' : 'flood';
  }

  /** Until one more is allowed. */
  waitMs(now: number): number {
    this.#refill(now);
    return Math.max(0, Math.ceil((1 - this.#tokens) / this.#perMs));
  }

  /** Nothing was taken for long enough: forgetting it changes nothing. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.#burst;
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
