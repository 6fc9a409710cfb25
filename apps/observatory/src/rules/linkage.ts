// O501: which flows belong to one conversation, from timing and volume alone.
import type { Flow } from '../capture/packet.ts';
import { aucOf, correlation } from '../evidence/association.ts';
import { endpoint } from '../evidence/excerpt.ts';
import { grouped } from '../evidence/grouped.ts';
import { seeded } from '../evidence/statistics.ts';
import { finding } from './catalogue.ts';
import { isLocalChatter } from './local.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

const BIN = 200_000;
const MOST_FLOWS = 200;
const MOST_BINS = 18_000;
const LEAST_BINS = 60;
const ROUNDS = 100;
/** A sound is on its way for at most so many bins. */
const LAGS = [0, 1, 2];

/** One participant's flow with the relay: bytes in each bin, by direction. */
type Leg = {
  readonly flow: Flow;
  readonly person: Flow['a'];
  readonly up: Map<number, number>;
  readonly down: Map<number, number>;
};
type Pair = { readonly one: Leg; readonly other: Leg; readonly score: number };

export const linkageRule: Rule = {
  codes: ['O501'],
  start(context) {
    const bins = new Map<number, { flow: Flow; fromA: Map<number, number>; fromB: Map<number, number> }>();
    let start: number | undefined;
    return {
      packet({ time, transport, fromA, payloadOnWire }, flow) {
        if (transport?.kind !== 'udp' || isLocalChatter(flow)) return;
        start ??= time;
        let entry = bins.get(flow.id);
        if (!entry) {
          if (bins.size >= MOST_FLOWS) return;
          entry = { flow, fromA: new Map(), fromB: new Map() };
          bins.set(flow.id, entry);
        }
        const side = fromA ? entry.fromA : entry.fromB;
        const bin = Math.floor((time - start) / BIN);
        if (bin >= 0 && (side.size < MOST_BINS || side.has(bin)))
          side.set(bin, (side.get(bin) ?? 0) + payloadOnWire);
      },
      end() {
        const hubs = hubsOf([...bins.values()].map(({ flow }) => flow));
        const legs = [...bins.values()].flatMap(({ flow, fromA, fromB }): (Leg & { hub: string })[] => {
          const [a, b] = [endpoint(flow.a), endpoint(flow.b)];
          if (hubs.has(b)) return [{ hub: b, flow, person: flow.a, up: fromA, down: fromB }];
          return hubs.has(a) ? [{ hub: a, flow, person: flow.b, up: fromB, down: fromA }] : [];
        });
        return [...grouped(legs, ({ hub }) => hub)].flatMap(([hub, group]) => judge(hub, group, context));
      },
    };
  },
};

/** Ends that at least three others talk to: relays. */
function hubsOf(flows: readonly Flow[]): ReadonlySet<string> {
  const peers = new Map<string, Set<string>>();
  for (const { a, b } of flows)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!peers.has(endpoint(one))) peers.set(endpoint(one), new Set());
      peers.get(endpoint(one))!.add(endpoint(other));
    }
  return new Set([...peers].filter(([, others]) => others.size >= 3).map(([hub]) => hub));
}

function judge(hub: string, legs: readonly Leg[], { truth }: RuleContext): Finding[] {
  const pairs: Pair[] = [];
  for (const [i, one] of legs.entries())
    for (const other of legs.slice(i + 1)) {
      const score = scoreOf(one, other);
      if (score !== undefined) pairs.push({ one, other, score });
    }
  if (pairs.length === 0) return [];
  const measured = truth && truth.rooms.size > 0 ? measure(hub, pairs, truth.rooms) : undefined;
  if (measured) return [measured];
  const linked = pairs.filter(
    ({ one, other, score }) => score > 0.3 && score > byChance(one, other, pairs.length),
  );
  if (linked.length === 0) return [];
  const title = `${linked.length} of ${pairs.length} pairs of connections to ${hub} rise and fall together`;
  const best = Math.max(...linked.map(({ score }) => score));
  return [
    finding('O501', title, evidenceOf(linked), {
      count: linked.length,
      figures: { pairs: pairs.length, strongest: best },
    }),
  ];
}

/** With the rooms known: how well the score tells pairs of one room from others, 0.5 being not at all. */
function measure(
  hub: string,
  pairs: readonly Pair[],
  rooms: ReadonlyMap<string, string>,
): Finding | undefined {
  const roomOf = ({ person }: Leg) => rooms.get(endpoint(person)) ?? rooms.get(person.address);
  const known = pairs.filter(({ one, other }) => roomOf(one) !== undefined && roomOf(other) !== undefined);
  const same = known.filter(({ one, other }) => roomOf(one) === roomOf(other));
  const different = known.filter(({ one, other }) => roomOf(one) !== roomOf(other));
  if (same.length === 0 || different.length === 0) return undefined;
  const { auc, low, high } = aucOf(
    same.map(({ score }) => score),
    different.map(({ score }) => score),
  );
  const title = `Timing and volume tell connections of one room at ${hub} with an area under the curve of ${auc.toFixed(2)} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}; 0.5 is chance)`;
  const isLinked = low > 0.5;
  return finding('O501', title, isLinked ? evidenceOf(same) : [], {
    count: known.length,
    severity: isLinked ? 'medium' : 'info',
    figures: { auc, low, high, sameRoom: same.length, otherRooms: different.length },
  });
}

/** What goes up from one comes down to the other: the better direction, over bins in which both were there. */
function scoreOf(one: Leg, other: Leg): number | undefined {
  const range = overlap(one, other);
  if (!range) return undefined;
  const score = (up: Leg, down: Leg) =>
    Math.max(...LAGS.map((lag) => correlation(series(up.up, range, 0), series(down.down, range, lag))));
  return Math.max(score(one, other), score(other, one));
}

/** The highest score of the same two with one shifted in time, which leaves each one's own rhythm; wider for many pairs. */
function byChance(one: Leg, other: Leg, pairs: number): number {
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

const evidenceOf = (pairs: readonly Pair[]) =>
  [...pairs]
    .sort((a, b) => b.score - a.score)
    .slice(0, 6)
    .map(({ one, other, score }) => ({
      flow: one.flow.id,
      ends: `${endpoint(one.person)} and ${endpoint(other.person)}`,
      note: `correlation ${score.toFixed(2)}`,
    }));
