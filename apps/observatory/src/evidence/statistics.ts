// Tests and measures with their error. Chance comes in as an argument.

/** Uniform in [0, 1). */
export type Chance = () => number;

/** A small generator for permutation tests: the same seed gives the same audit (mulberry32's recurrence). */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Bits per byte, 0 to 8; with few bytes at most log2 of their number. */
export function entropyOf(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  let bits = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i]! / total;
    if (share > 0) bits -= share * Math.log2(share);
  }
  return total === 0 ? 0 : bits;
}

/** Upper tail of a standard normal (Abramowitz and Stegun 26.2.17, absolute error below 1e-7). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 38) return 0;
  if (z > 5) return (Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI))) * (1 - 1 / (z * z));
  const t = 1 / (1 + 0.2316419 * z);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (poly * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** p value of a chi-square statistic (Wilson and Hilferty's approximation, good from 10 degrees on). */
export function chiSquareTail(statistic: number, degrees: number): number {
  const scale = 2 / (9 * degrees);
  return normalTail((Math.cbrt(statistic / degrees) - (1 - scale)) / Math.sqrt(scale));
}

/** p value of the bytes being uniform: needs at least some 5 in each of the 256 classes. */
export function uniformP(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total < counts.length * 4) return 1;
  const expected = total / counts.length;
  let statistic = 0;
  for (let i = 0; i < counts.length; i++) statistic += (counts[i]! - expected) ** 2 / expected;
  return chiSquareTail(statistic, counts.length - 1);
}

/** Chance of at least `hits` in `trials` of probability p (exact sum; Poisson where p is tiny). */
export function binomialTail(hits: number, trials: number, p: number): number {
  if (hits <= 0) return 1;
  let sum = 0;
  let term = Math.exp(logChoose(trials, hits) + hits * Math.log(p) + (trials - hits) * Math.log1p(-p));
  for (let k = hits; k <= trials; k++) {
    sum += term;
    term *= ((trials - k) / (k + 1)) * (p / (1 - p));
    if (term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
}

export const poissonTail = (hits: number, mean: number): number => {
  if (hits <= 0) return 1;
  let term = Math.exp(-mean + hits * Math.log(mean) - logFactorial(hits));
  let sum = 0;
  for (let k = hits; term > 0 && k < hits + 1000; k++) {
    sum += term;
    term *= mean / (k + 1);
    if (term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
};

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Stirling's series with three terms; exact sums below 20. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
