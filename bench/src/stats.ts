/** Rounds as the budgets ask for them: measured in turn, the first one dropped, median with its spread. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Rounds that count, that is, without the dropped ones. */
  readonly rounds: number;
}

/**
 * The p-quantile (0..1) of samples by linear interpolation between closest ranks, R-7 of Hyndman and Fan 1996.
 * @throws RangeError without samples or with p outside 0..1
 */
export function quantile(samples: ArrayLike<number>, p: number): number {
  if (samples.length === 0) throw new RangeError('a quantile needs at least one sample');
  if (!(p >= 0 && p <= 1)) throw new RangeError('a quantile lies between 0 and 1');
  const sorted = Float64Array.from(samples).sort();
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}

/**
 * Median and range of the rounds, the first one dropped because caches, allocators and clocks are cold in it.
 * @throws RangeError when nothing would be left
 */
export function spreadOf(rounds: readonly number[], dropped = 1): Spread {
  const kept = rounds.slice(dropped);
  if (kept.length === 0) throw new RangeError(`no round left after dropping ${dropped} of ${rounds.length}`);
  return {
    median: quantile(kept, 0.5),
    min: Math.min(...kept),
    max: Math.max(...kept),
    rounds: kept.length,
  };
}

/**
 * The order of measurements: every round measures every subject once and each round starts with another one,
 * so that a slow minute of the machine falls on all of them alike.
 */
export function alternate<T>(subjects: readonly T[], rounds: number): T[][] {
  return Array.from({ length: rounds }, (_, round) =>
    subjects.map((_, place) => subjects[(place + round) % subjects.length]!),
  );
}

/** Slope of y over x by two points: cost of one more unit without the fixed part. */
export function slope(from: { x: number; y: number }, to: { x: number; y: number }): number {
  if (from.x === to.x) throw new RangeError('a slope needs two different sizes');
  return (to.y - from.y) / (to.x - from.x);
}

/**
 * The power of x that y follows: slope of log y over log x by least squares.
 * @throws RangeError for less than two sizes, or anything that is not positive
 */
export function exponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  if (points.some(({ x, y }) => !(x > 0 && y > 0))) throw new RangeError('a power needs positive values');
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) => logs.reduce((sum, each) => sum + each[at], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  if (!(over > 0)) throw new RangeError('a power needs two different sizes');
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / over;
}
