export const turnLimits = {
  /** Of one credential, which is one session. */
  allocationsPerName: 2,
  /** Connections of one address; many people may share one. */
  connectionsPerAddress: 200,
  allocations: 5_000,
  /** From the client towards relays. */
  bitsPerSecond: 300_000,
  /** What a client may send at once after a pause: a second's worth, as a stalled TCP stream brings it. */
  burstBytes: 37_500,
  /** What waits to be sent to a client; more is late and thrown away. */
  waitingBytes: 65_536,
} as const;

/** Counts what is held by name, and altogether. */
export class Quota {
  readonly #held = new Map<string, number>();
  readonly #each: number;
  readonly #most: number;
  #all = 0;

  constructor(each: number, most: number) {
    this.#each = each;
    this.#most = most;
  }

  get held(): number {
    return this.#all;
  }

  mayTake(name: string): boolean {
    return this.#all < this.#most && (this.#held.get(name) ?? 0) < this.#each;
  }

  take(name: string): void {
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    this.#all++;
  }

  giveBack(name: string): void {
    const left = (this.#held.get(name) ?? 0) - 1;
    if (left > 0) this.#held.set(name, left);
    else this.#held.delete(name);
    this.#all--;
  }
}

/** Bytes per second with a burst. Allocates nothing. */
export class ByteRate {
  readonly #perMs: number;
  readonly #burst: number;
  #left: number;
  #at: number;

  constructor(bitsPerSecond: number, burst: number, now: number) {
    this.#perMs = bitsPerSecond / 8_000;
    this.#burst = burst;
    this.#left = burst;
    this.#at = now;
  }

  admit(bytes: number, now: number): boolean {
    this.#left = Math.min(this.#burst, this.#left + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
    if (this.#left < bytes) return false;
    this.#left -= bytes;
    return true;
  }
}
