import {
  type Directory,
  type Fence,
  type Host,
  isOperatorTag,
  type Limit,
  operatorTag,
} from '@stoa/protocol/fleet';

export type Place = { readonly jurisdiction: string; readonly operator: string };
export type Transport = 'udp' | 'tcp' | 'tls';
/** `address`: an IP address, or the DNS name of a host that has one. */
export type Destination = { readonly address: string; readonly port: number; readonly transport: Transport };

/** Does every fence permit it? (Z1, Z2, Z3) */
export const permits = (fences: readonly Fence[], place: Place): boolean =>
  fences.every(
    ({ jurisdictions, operators }) =>
      within(jurisdictions, place.jurisdiction, named) && within(operators, place.operator, operatorNamed),
  );

const within = (limit: Limit | undefined, name: string, named: typeof operatorNamed): boolean => {
  if (limit === undefined) return true;
  if (name === '') return false;
  return named(limit.names, name) === (limit.kind === 'only');
};

const named = (names: readonly string[], name: string): boolean => names.includes(name);
/** By its name, or by its tag in a fence that came as bytes. */
const operatorNamed = (names: readonly string[], name: string): boolean =>
  names.includes(name) || (names.some(isOperatorTag) && names.includes(operatorTag(name)));

export const permittedHosts = (directory: Directory, fences: readonly Fence[]): readonly Host[] =>
  directory.hosts.filter((host) => permits(fences, host));

/**
 * The permitted host that a packet to there would reach; undefined: no packet may go there. Where several are said to be there,
 * nobody knows which one it would be: all have to be permitted. (Z8)
 */
export function hostAt(
  directory: Directory,
  fences: readonly Fence[],
  { address, port, transport }: Destination,
): Host | undefined {
  const reaches = (host: Host) =>
    (host.addresses.includes(address) || host.names?.includes(address)) &&
    (host[transport]?.includes(port) || (transport === 'udp' && host.probe?.includes(port)));
  const there = directory.hosts.filter(reaches);
  return there.every((host) => permits(fences, host)) ? there[0] : undefined;
}

/** One fence that permits exactly what all of them permit, for showing to people; undefined when that is nothing. */
export function meet(fences: readonly Fence[], directory: Directory): readonly Place[] | undefined {
  const places = new Map<string, Place>();
  for (const { jurisdiction, operator } of permittedHosts(directory, fences)) {
    places.set(`${jurisdiction}/${operator}`, { jurisdiction, operator });
  }
  return places.size > 0 ? [...places.values()] : undefined;
}
