// Every address of a capture, with what is known about it.
import type { Place } from '../places/place.ts';
import { isPrivate } from '../places/private.ts';
import type { RuleContext } from './rule.ts';
import type { Scene } from './scene.ts';

export type Destination = {
  readonly address: string;
  readonly place: Place | undefined;
  readonly names: readonly string[];
  readonly protocols: readonly string[];
  readonly flows: number;
  /** Microseconds since the Unix epoch. */
  readonly first: number;
  /** Number of that packet. */
  readonly packet: number;
  readonly packetsTo: number;
  readonly packetsFrom: number;
  readonly bytesTo: number;
  readonly bytesFrom: number;
  /** False for the side on which the capture was taken. */
  readonly isRemote: boolean;
  readonly outside: 'no' | 'yes' | 'unknown';
};

/** Every address on the internet in the capture, most packets first. Pings and refused connections count like everything. */
export function destinationsOf(
  scene: Scene,
  placeOf: RuleContext['place'],
  fence: readonly string[],
): Destination[] {
  type Sum = {
    names: Set<string>;
    protocols: Set<string>;
    flows: number;
    first: number;
    packet: number;
    to: [number, number];
    from: [number, number];
    initiated: number;
  };
  const sums = new Map<string, Sum>();
  for (const facts of scene.flows.values()) {
    for (const [side, end] of [facts.flow.a, facts.flow.b].entries()) {
      if (isPrivate(end.address)) continue;
      let sum = sums.get(end.address);
      if (!sum) {
        sum = {
          names: new Set(scene.resolved.get(end.address) ?? []),
          protocols: new Set(),
          flows: 0,
          first: facts.first,
          packet: facts.number,
          to: [0, 0],
          from: [0, 0],
          initiated: 0,
        };
        sums.set(end.address, sum);
      }
      const other = 1 - side;
      sum.flows++;
      if (facts.first < sum.first) [sum.first, sum.packet] = [facts.first, facts.number];
      sum.to[0] += facts.packets[other]!;
      sum.to[1] += facts.bytes[other]!;
      sum.from[0] += facts.packets[side]!;
      sum.from[1] += facts.bytes[side]!;
      if (side === 0) sum.initiated++;
      // A name in a handshake is that of the side which was called.
      if (side === 1 || isPrivate(facts.flow.b.address)) for (const name of facts.names) sum.names.add(name);
      sum.protocols.add(
        facts.protocol ??
          (facts.flow.kind === 'other' ? protocolName(facts.flow.protocol) : facts.flow.kind.toUpperCase()),
      );
    }
  }
  const own = ownSide(scene);
  return [...sums]
    .map(([address, sum]) => {
      const place = placeOf(address);
      const isRemote = !own.has(address);
      const country = place?.country;
      const outside =
        fence.length === 0 || !isRemote
          ? 'no'
          : country === undefined
            ? 'unknown'
            : fence.includes(country)
              ? 'no'
              : 'yes';
      return {
        address,
        place,
        names: [...sum.names].slice(0, 20),
        protocols: [...sum.protocols],
        flows: sum.flows,
        first: sum.first,
        packet: sum.packet,
        packetsTo: sum.to[0],
        packetsFrom: sum.from[0],
        bytesTo: sum.to[1],
        bytesFrom: sum.from[1],
        isRemote,
        outside,
      } as const;
    })
    .sort((one, other) => other.packetsTo + other.packetsFrom - one.packetsTo - one.packetsFrom);
}

const protocolName = (protocol: number): string =>
  ({ 1: 'ping (ICMP)', 2: 'IGMP', 41: 'IPv6 tunnel', 47: 'GRE', 50: 'IPsec', 58: 'ping (ICMPv6)' })[
    protocol
  ] ?? `IP protocol ${protocol}`;

/** A public address is the capture's own side when it takes part in every flow of more than one other address. */
function ownSide(scene: Scene): ReadonlySet<string> {
  const flows = [...scene.flows.values()].filter(
    ({ flow }) => !isPrivate(flow.a.address) && !isPrivate(flow.b.address),
  );
  const peers = new Map<string, Set<string>>();
  for (const { flow } of flows) {
    for (const [one, other] of [
      [flow.a, flow.b],
      [flow.b, flow.a],
    ] as const) {
      if (!peers.has(one.address)) peers.set(one.address, new Set());
      peers.get(one.address)!.add(other.address);
    }
  }
  const everywhere = [...peers].filter(
    ([address, others]) =>
      others.size > 1 && flows.every(({ flow }) => flow.a.address === address || flow.b.address === address),
  );
  return new Set(everywhere.map(([address]) => address));
}
