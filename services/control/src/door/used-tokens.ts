import { toBase64Url } from '@stoa/protocol';

/** Numbers of tokens that were used, kept until they would be refused for their age anyway. */
export class UsedTokens {
  readonly #until = new Map<string, number>();
  #sweptAt = 0;

  /** False when it was used before. Times in unix milliseconds. */
  use(jti: Uint8Array, expires: number, now: number): boolean {
    this.#sweep(now);
    const key = toBase64Url(jti);
    if (this.#until.has(key)) return false;
    this.#until.set(key, expires);
    return true;
  }

  get size(): number {
    return this.#until.size;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 5_000 && now >= this.#sweptAt) return;
    this.#sweptAt = now;
    for (const [key, expires] of this.#until) if (expires <= now) this.#until.delete(key);
  }
}
