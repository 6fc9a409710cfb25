import { networkOf } from '@stoa/protocol';
import { TokenBucket } from './token-bucket.ts';

/** What one network address may ask for. Addresses live here, in memory, for about a minute, and nowhere else. */
export class AddressBudgets {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #perMinute: number;
  readonly #burst: number;
  #sweptAt = 0;

  constructor(perMinute: number, burst: number = Math.ceil(perMinute / 3)) {
    this.#perMinute = perMinute;
    this.#burst = burst;
  }

  /** Undefined when allowed, otherwise how long to wait in milliseconds. */
  refusal(address: string, now: number): number | undefined {
    this.#sweep(now);
    const network = networkOf(address);
    let bucket = this.#buckets.get(network);
    if (!bucket) {
      bucket = new TokenBucket(this.#perMinute, this.#burst, now);
      this.#buckets.set(network, bucket);
    }
    return bucket.take(now) === 'ok' ? undefined : bucket.waitMs(now);
  }

  get size(): number {
    return this.#buckets.size;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 10_000) return;
    this.#sweptAt = now;
    for (const [network, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(network);
  }
}
