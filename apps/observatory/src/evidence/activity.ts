// What sizes and times of packets tell about speech.
import { informationTest, mutualInformation, quantiles } from './association.ts';
import type { Chance } from './statistics.ts';

export const LEAST_PACKETS = 24;
const CLASSES = 8;
const ROUNDS = 400;
/** Some minutes of voice are enough to tell. */
const MOST_TESTED = 6000;

export type Series = {
  readonly times: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[] | undefined;
};
export type Tells = { readonly bits: number; readonly p: number };

/** Sizes as classes: each size its own when they are few, otherwise groups of equal number. */
export const sizeClasses = (sizes: readonly number[]): number[] => {
  const different = [...new Set(sizes)].sort((a, b) => a - b);
  return different.length <= CLASSES
    ? sizes.map((size) => different.indexOf(size))
    : quantiles(sizes, CLASSES);
};

/** Intervals as classes of their number of nominal intervals: 0 (early), 1, 2, ... 7 and more. */
export function gapClasses(times: readonly number[]): number[] {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const nominal = medianOf(gaps.filter((gap) => gap > 0)) || 1;
  return gaps.map((gap) => Math.min(7, Math.round(gap / nominal)));
}

/** Bits per packet about a known activity. */
export const tells = (classes: readonly number[], activity: readonly number[], chance: Chance): Tells =>
  informationTest(classes.slice(0, MOST_TESTED), activity.slice(0, MOST_TESTED), chance, ROUNDS);

/** Bits that one packet's class tells about the next one's: speech comes in runs, padding and chance do not. */
export function runs(all: readonly number[], chance: Chance): Tells {
  const classes = all.slice(0, MOST_TESTED);
  if (new Set(classes).size < 2) return { bits: 0, p: 1 };
  const [now, next] = [classes.slice(0, -1), classes.slice(1)];
  const seen = mutualInformation(now, next);
  let sum = 0;
  let asMuch = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const shuffled = [...next];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const other = Math.floor(chance() * (i + 1));
      [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
    }
    const bits = mutualInformation(now, shuffled);
    sum += bits;
    if (bits >= seen - 1e-12) asMuch++;
  }
  return { bits: Math.max(0, seen - sum / ROUNDS), p: (asMuch + 1) / (ROUNDS + 1) };
}

/**
 * Pauses of a sender that is otherwise regular: intervals of at least `times` nominal ones. With RTP clock steps a
 * pause must show there too, while the sequence goes on by one: then nothing was lost, nothing was sent.
 */
export function pausesOf(
  { times, steps }: Series,
  least = 3,
): { readonly at: number[]; readonly share: number; readonly isRegular: boolean } {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const nominal = medianOf(gaps);
  const usual = steps && medianOf(steps.filter((step) => step > 0));
  const at: number[] = [];
  let silent = 0;
  for (const [i, gap] of gaps.entries()) {
    const isPause =
      gap >= least * nominal && gap > 40_000 && (!steps || !usual || steps[i]! >= least * usual);
    if (!isPause) continue;
    at.push(i + 1);
    silent += gap;
  }
  const near = gaps.filter((gap) => gap > nominal * 0.5 && gap < nominal * 1.5).length;
  const total = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return {
    at,
    share: total > 0 ? silent / total : 0,
    isRegular: nominal > 4000 && nominal < 130_000 && near >= 0.6 * gaps.length,
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
