/** Networks that get one refusal after the other are not listened to for a while. In memory. */
export class Wayward {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #blockMs: number;
  readonly #seen = new Map<string, { refusals: number; since: number; blockedUntil: number }>();
  #sweptAt = 0;

  constructor(rule: { readonly refusals: number; readonly withinMs: number; readonly blockMs: number }) {
    this.#most = rule.refusals;
    this.#windowMs = rule.withinMs;
    this.#blockMs = rule.blockMs;
  }

  refused(network: string, now: number): void {
    this.#sweep(now);
    const seen = this.#seen.get(network) ?? { refusals: 0, since: now, blockedUntil: 0 };
    if (now - seen.since >= this.#windowMs) {
      seen.refusals = 0;
      seen.since = now;
    }
    if (++seen.refusals >= this.#most) {
      seen.refusals = 0;
      seen.blockedUntil = now + this.#blockMs;
    }
    this.#seen.set(network, seen);
  }

  /** How long it still lasts, ms. */
  blockedMs(network: string, now: number): number | undefined {
    const left = (this.#seen.get(network)?.blockedUntil ?? 0) - now;
    return left > 0 ? left : undefined;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 60_000) return;
    this.#sweptAt = now;
    for (const [network, { since, blockedUntil }] of this.#seen) {
      if (now - since >= this.#windowMs && blockedUntil <= now) this.#seen.delete(network);
    }
  }
}
