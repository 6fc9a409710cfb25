export type PaceLimits = {
  /** When it did not run for so long, it was given up by others; undefined: however long. */
  readonly mostPauseMs?: number | undefined;
  /** When it did not come round for so long, it is behind; undefined: however long. */
  readonly mostBehindMs?: number | undefined;
};

/**
 * Whether a process runs, and keeps up. Packets that come faster than they can be sent on are handed over one after the other,
 * and would keep it from its timers and from its parent's words for as long as it lasts; its parent would take it for dead.
 */
export class Pace {
  readonly #mostPauseMs: number;
  readonly #mostBehindMs: number;
  #ranAt: number;
  #roundAt: number;

  constructor(now: number, { mostPauseMs, mostBehindMs }: PaceLimits) {
    this.#mostPauseMs = mostPauseMs ?? Number.POSITIVE_INFINITY;
    this.#mostBehindMs = mostBehindMs ?? Number.POSITIVE_INFINITY;
    this.#ranAt = now;
    this.#roundAt = now;
  }

  /** It came round to everything that it has to do: called many times a second, from a timer. */
  round(now: number): void {
    this.#roundAt = now;
  }

  /** It runs now. True: before that, it did not for too long. */
  slept(now: number): boolean {
    const paused = now - this.#ranAt;
    this.#ranAt = now;
    // Whoever did not run at all is not behind with its work.
    if (paused >= this.#mostBehindMs) this.#roundAt = now;
    return paused >= this.#mostPauseMs;
  }

  /** What came to it waits too long: it would be late for everybody who listens. */
  isBehind(now: number): boolean {
    return now - this.#roundAt >= this.#mostBehindMs;
  }
}
