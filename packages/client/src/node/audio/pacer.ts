import { media } from '@stoa/protocol';

/** More missed ticks than this are dropped: a burst that long would be policed as flooding. */
const catchUp = 10;

/**
 * Calls back every 20 ms on average, without drift: each tick is due at start + n * 20 ms, however late the ones
 * before came. One timer serves any number of participants. Ticks that a stalled process missed are made up for,
 * up to 200 ms of them.
 */
export class Pacer {
  readonly #ticks = new Set<() => void>();
  readonly #now: () => number;
  readonly #after: (ms: number, run: () => void) => () => void;
  #stop: (() => void) | undefined;
  #start = 0;
  #done = 0;

  constructor(
    now: () => number = () => performance.now(),
    after: (ms: number, run: () => void) => () => void = (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  ) {
    this.#now = now;
    this.#after = after;
  }

  /** Ticks until the result is called. */
  add(tick: () => void): () => void {
    this.#ticks.add(tick);
    if (this.#ticks.size === 1) {
      this.#start = this.#now();
      this.#done = 0;
      this.#arm();
    }
    return () => {
      this.#ticks.delete(tick);
      if (this.#ticks.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #arm(): void {
    const due = this.#start + (this.#done + 1) * media.frameMs;
    this.#stop = this.#after(Math.max(0, due - this.#now()), () => this.#run());
  }

  #run(): void {
    const due = Math.floor((this.#now() - this.#start) / media.frameMs);
    if (due - this.#done > catchUp) this.#done = due - catchUp;
    for (; this.#done < due; this.#done++) {
      for (const tick of this.#ticks) tick();
    }
    if (this.#ticks.size > 0) this.#arm();
  }
}
