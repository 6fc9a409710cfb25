import type { Clock } from '@stoa/control';

/** The machine's clock, read once: setting it back or forth while the server runs revives no token and ends none. */
export const systemClock: Clock = {
  now: () => performance.now(),
  unix: () => Math.round(performance.timeOrigin + performance.now()),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
