/** A clock that stands still until a test moves it, with timers that run in order and promises that settle between. */
export class VirtualClock {
  readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  readonly #startedAt: number;
  #now = 0;
  #last = 0;

  constructor(unixStart: number = Date.UTC(2026, 0, 1)) {
    this.#startedAt = unixStart;
  }

  now = (): number => this.#now;

  unix = (): number => this.#startedAt + this.#now;

  after = (ms: number, run: () => void): (() => void) => {
    const id = ++this.#last;
    this.#timers.set(id, { at: this.#now + Math.max(0, ms), run });
    return () => this.#timers.delete(id);
  };

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets so many milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      let next: { id: number; at: number; run: () => void } | undefined;
      for (const [id, timer] of this.#timers) {
        if (timer.at <= until && (!next || timer.at < next.at)) next = { id, ...timer };
      }
      if (!next) break;
      this.#timers.delete(next.id);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = until;
  }
}

/** Resolves when promises that need no timer and no I/O have settled. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
