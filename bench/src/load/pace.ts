/** Milliseconds. */
export interface Clock {
  now(): number;
  after(ms: number, act: () => void): void;
}

const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, act) => setTimeout(act, ms),
};

/**
 * Calls `tick` every `everyMs` for `forMs`. A generator that was held up skips what it missed by more than two
 * periods instead of sending a burst that no real microphone makes. Resolves with the number of ticks; a tick that
 * answers false was none and ends it.
 */
export function pace(
  everyMs: number,
  forMs: number,
  tick: () => boolean | undefined,
  clock: Clock = realClock,
): Promise<number> {
  return new Promise((resolve) => {
    const start = clock.now();
    let due = start;
    let ticks = 0;
    const step = () => {
      const at = clock.now();
      if (at - start >= forMs) return resolve(ticks);
      if (at - due > 2 * everyMs) due = at;
      while (due <= at) {
        if (tick() === false) return resolve(ticks);
        ticks += 1;
        due += everyMs;
      }
      clock.after(Math.max(0, due - clock.now()), step);
    };
    step();
  });
}
