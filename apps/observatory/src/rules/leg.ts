// How far two connections to a relay rise and fall together.
import type { Flow } from '../capture/packet.ts';
import { correlation } from '../evidence/association.ts';
import { seeded } from '../evidence/statistics.ts';

export const MOST_BINS = 6000;
const LEAST_BINS = 60;
const ROUNDS = 100;
/** A sound is on its way for at most so many bins. */
const LAGS = [0, 1, 2];

/** One participant's flow with the relay: bytes in each bin, by direction. */
export type Leg = {
  readonly flow: Flow;
  readonly person: Flow['a'];
  readonly up: Map<number, number>;
  readonly down: Map<number, number>;
};

/** What goes up from one comes down to the other: the better direction, over bins in which both were there. */
export function scoreOf(one: Leg, other: Leg): number | undefined {
  const range = overlap(one, other);
  if (!range) return undefined;
  const score = (up: Leg, down: Leg) =>
    Math.max(...LAGS.map((lag) => correlation(series(up.up, range, 0), series(down.down, range, lag))));
  return Math.max(score(one, other), score(other, one));
}

/** The highest score of the same two with one shifted in time, which leaves each one's own rhythm; wider for many pairs. */
export function byChance(one: Leg, other: Leg, pairs: number): number {
  const range = overlap(one, other)!;
  const chance = seeded(range.from + range.to);
  const scores: number[] = [];
  const ups = [series(one.up, range, 0), series(other.up, range, 0)] as const;
  const downs = [series(other.down, range, 0), series(one.down, range, 0)] as const;
  for (let i = 0; i < ROUNDS; i++) {
    const by = 10 + Math.floor(chance() * (ups[0].length - 20));
    for (const side of [0, 1] as const)
      scores.push(correlation(ups[side], [...downs[side].slice(by), ...downs[side].slice(0, by)]));
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const spread = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  return mean + spread * Math.sqrt(2 * Math.log(pairs * LAGS.length * 2 * 100));
}

type Span = { readonly from: number; readonly to: number };

function overlap(one: Leg, other: Leg): Span | undefined {
  const [first, second] = [spanOf(one), spanOf(other)];
  const range = { from: Math.max(first.from, second.from), to: Math.min(first.to, second.to) };
  return range.to - range.from >= LEAST_BINS ? range : undefined;
}

function spanOf({ up, down }: Leg): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const side of [up, down])
    for (const bin of side.keys()) {
      from = Math.min(from, bin);
      to = Math.max(to, bin);
    }
  return { from, to: Math.min(to, from + MOST_BINS) };
}

const series = (bins: ReadonlyMap<number, number>, { from, to }: Span, lag: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => bins.get(from + i + lag) ?? 0);
