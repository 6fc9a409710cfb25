import type { Clock } from '../src/ports.ts';

/** Time that passes only when a test says so; timers run on the way. */
export class HandClock implements Clock {
  #now = 1_000_000;
  readonly #unixAtZero = Date.UTC(2026, 4, 6, 12);
  #timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  unix(): number {
    return this.#unixAtZero + this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }
}
