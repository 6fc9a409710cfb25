import type { Turn } from './person.ts';

/** Milliseconds of the longest silence between two sounds. */
export function longestQuiet(turns: readonly Turn[]): number {
  let longest = 0;
  let went: number | undefined;
  for (const [at, loud] of turns) {
    if (loud && went !== undefined) longest = Math.max(longest, at - went);
    went = loud ? undefined : at;
  }
  return longest;
}

/** From `since` to the sound that came back after it had gone; undefined while it has not. */
export function backAfter(turns: readonly Turn[], since: number): number | undefined {
  const went = turns.find(([at, loud]) => at >= since && !loud);
  const last = turns.at(-1);
  // The last one: what comes before may be a crackle on the way back.
  return went && last?.[1] && last[0] > went[0] ? last[0] - since : undefined;
}

/** The value below which that share of them lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
