// How much one series tells about another, and how well a score separates two groups.
import type { Chance } from './statistics.ts';

/** Mutual information in bits of two series of small classes of equal length (plug-in estimate, biased upwards). */
export function mutualInformation(a: readonly number[], b: readonly number[]): number {
  const total = a.length;
  let width = 0;
  for (const value of a) width = Math.max(width, value + 1);
  for (const value of b) width = Math.max(width, value + 1);
  const joint = new Uint32Array(width * width);
  const ofA = new Uint32Array(width);
  const ofB = new Uint32Array(width);
  for (let i = 0; i < total; i++) {
    joint[a[i]! * width + b[i]!]!++;
    ofA[a[i]!]!++;
    ofB[b[i]!]!++;
  }
  let bits = 0;
  for (let one = 0; one < width; one++)
    for (let other = 0; other < width; other++) {
      const count = joint[one * width + other]!;
      if (count > 0) bits += (count / total) * Math.log2((count * total) / (ofA[one]! * ofB[other]!));
    }
  return Math.max(0, bits);
}

const BLOCKS = 30;

/**
 * The information less what chance alone gives, and its p value. One series is cut into blocks that are put together
 * in random order: runs within it stay, since neighbouring packets are not independent, and a rhythm does not fit again.
 */
export function informationTest(
  a: readonly number[],
  b: readonly number[],
  chance: Chance,
  rounds = 400,
): { readonly bits: number; readonly p: number } {
  const seen = mutualInformation(a, b);
  // Something constant tells nothing; there is no need to try.
  if (seen < 1e-9) return { bits: 0, p: 1 };
  const size = Math.max(1, Math.ceil(b.length / BLOCKS));
  let sum = 0;
  let asMuch = 0;
  for (let round = 0; round < rounds; round++) {
    const first = Math.floor(chance() * size);
    const blocks = [b.slice(0, first)];
    for (let at = first; at < b.length; at += size) blocks.push(b.slice(at, at + size));
    for (let i = blocks.length - 1; i > 0; i--) {
      const other = Math.floor(chance() * (i + 1));
      [blocks[i], blocks[other]] = [blocks[other]!, blocks[i]!];
    }
    const bits = mutualInformation(a, blocks.flat());
    sum += bits;
    if (bits >= seen - 1e-12) asMuch++;
  }
  return { bits: Math.max(0, seen - sum / rounds), p: (asMuch + 1) / (rounds + 1) };
}

/** Classes 0.. of nearly equal number, by rank; equal values share a class. */
export function quantiles(values: readonly number[], classes: number): number[] {
  const sorted = [...values].sort((x, y) => x - y);
  const cuts = Array.from(
    { length: classes - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classes)]!,
  );
  return values.map((value) => cuts.filter((cut) => value >= cut).length);
}

export function correlation(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < n; i++) {
    sumA += a[i]!;
    sumB += b[i]!;
  }
  let across = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < n; i++) {
    const x = a[i]! - sumA / n;
    const y = b[i]! - sumB / n;
    across += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : across / Math.sqrt(ofA * ofB);
}

export type Auc = { readonly auc: number; readonly low: number; readonly high: number };

/** Area under the ROC curve with a 95 % interval after DeLong, DeLong and Clarke-Pearson (1988). */
export function aucOf(positive: readonly number[], negative: readonly number[]): Auc {
  const [m, n] = [positive.length, negative.length];
  if (m === 0 || n === 0) throw new RangeError('an area needs scores of both kinds');
  const wins = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const ofPositive = positive.map((x) => mean(negative.map((y) => wins(x, y))));
  const ofNegative = negative.map((y) => mean(positive.map((x) => wins(x, y))));
  const auc = mean(ofPositive);
  const spread = (values: readonly number[]) =>
    values.length < 2 ? 0.25 : values.reduce((sum, one) => sum + (one - auc) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt(spread(ofPositive) / m + spread(ofNegative) / n);
  return { auc, low: Math.max(0, auc - 1.96 * error), high: Math.min(1, auc + 1.96 * error) };
}
