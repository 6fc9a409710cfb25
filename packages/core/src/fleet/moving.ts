/** Milliseconds until somebody who was refused should ask again. */
export const busyRules = {
  soonest: 3_000,
  /** Those who are refused are spread so that no more than so many come back in a second. */
  backPerSecond: 100,
  shortestSpread: 4_000,
  longestSpread: 60_000,
  /** For so long somebody who was refused counts as one who waits. */
  rememberMs: 30_000,
} as const;

/** When to ask again, if so many were refused lately. `chance` in [0, 1). */
export function busyRetryMs(refusedLately: number, chance: number): number {
  const { soonest, backPerSecond, shortestSpread, longestSpread } = busyRules;
  const spread = Math.min(longestSpread, Math.max(shortestSpread, (refusedLately / backPerSecond) * 1_000));
  return Math.floor(soonest + chance * spread);
}

/** Where people go whose relay is gone or goes, and how fast. */
export const moveRules = {
  /** What one new transport costs the relay that takes it, processor time. */
  offerMs: 2.3,
  /** Speakers first; the whole stage within this. */
  stageMs: 50,
  /** However few they are, the audience does not come in one instant. */
  shortestSpread: 60,
  longestSpread: 10_000,
  /** A drain is over by then, if there is room; it never goes slower than this. */
  drainWithinMs: 20_000,
  slowest: 60,
  fastest: 250,
  /** One who was asked to move and has not is asked again. */
  askAgainMs: 8_000,
  /** The device closes the older transport when it has changed over, which a busy one does late; after so long control does. */
  overlapMs: 5_000,
  /** From so many people on, those who speak keep a second transport at another relay. */
  spareFrom: 10,
  /** After a relay was lost, those who hear nothing go first. */
  spareRestMs: 5_000,
} as const;

/** Milliseconds in which those who lost their relay at one moment come back: no faster than what is left can take them. */
export function comeBackSpread(lost: number, relaysLeft: number): number {
  const { offerMs, shortestSpread, longestSpread } = moveRules;
  const work = (lost * offerMs) / Math.max(1, relaysLeft);
  return Math.min(longestSpread, Math.max(shortestSpread, Math.ceil(work)));
}

/** How many a drain asks in a second, when so many are to be moved in all. */
export function drainPace(transports: number): number {
  const { drainWithinMs, slowest, fastest } = moveRules;
  return Math.min(fastest, Math.max(slowest, Math.ceil((transports * 1_000) / drainWithinMs)));
}
