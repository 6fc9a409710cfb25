// O501: which flows belong to one conversation, from timing and volume alone.
import type { Flow } from '../capture/packet.ts';
import { aucOf } from '../evidence/association.ts';
import { endpoint } from '../evidence/excerpt.ts';
import { grouped } from '../evidence/grouped.ts';
import { finding } from './catalogue.ts';
import { byChance, type Leg, MOST_BINS, scoreOf } from './leg.ts';
import { isLocalChatter } from './local.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

const BIN = 200_000;
const MOST_FLOWS = 100;

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

/** Ends that at least three others began to talk to: relays. A device that tries many servers is none. */
function hubsOf(flows: readonly Flow[]): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const { a, b } of flows) {
    const hub = endpoint(b);
    if (!callers.has(hub)) callers.set(hub, new Set());
    callers.get(hub)!.add(endpoint(a));
  }
  return new Set([...callers].filter(([, others]) => others.size >= 3).map(([hub]) => hub));
}

function judge(hub: string, all: readonly Leg[], { truth, scene }: RuleContext): Finding[] {
  // Who only asks for an own address is in no room.
  const legs = all.filter(({ flow }) => {
    const facts = scene.factsOf(flow);
    return facts === undefined || facts.kinds.stun * 2 < facts.packets[0] + facts.packets[1];
  });
  const pairs: Pair[] = [];
  for (const [i, one] of legs.entries())
    for (const other of legs.slice(i + 1)) {
      // Connections of one address are linked by it already; with the rooms known they may be different people's.
      if (!truth && one.person.address === other.person.address) continue;
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

const evidenceOf = (pairs: readonly Pair[]) =>
  [...pairs]
    .sort((a, b) => b.score - a.score)
    .slice(0, 6)
    .map(({ one, other, score }) => ({
      flow: one.flow.id,
      ends: `${endpoint(one.person)} and ${endpoint(other.person)}`,
      note: `correlation ${score.toFixed(2)}`,
    }));
