import { networkInterfaces } from 'node:os';
import { type Host, isIP } from '@stoa/protocol/fleet';

/** Where a machine stands, when its operator has said it. */
export type SaidPlace = {
  readonly host: string;
  readonly region: string;
  readonly jurisdiction: string;
  readonly operator: string;
};

type Partly = { readonly [K in keyof SaidPlace]: string | undefined };

const unnamed = 'unnamed';

/** Undefined while the law and the operator of the machine are not said: nobody can judge it then. */
export function saidPlace({ host, region, jurisdiction, operator }: Partly): SaidPlace | undefined {
  if (jurisdiction === undefined || operator === undefined) return undefined;
  return { host: host ?? 'here', region: region ?? unnamed, jurisdiction, operator };
}

/** What a relay says of itself; the same shape as the pool's handles. */
export type KnownRelay = {
  readonly port: number;
  /** Undefined: it is on this machine. */
  readonly place?: SaidPlace | undefined;
  readonly addresses?: readonly string[] | undefined;
  /** UDP port on its machine that answers round-trip probes. */
  readonly probePort?: number | undefined;
};

export type HereParts = {
  readonly place: SaidPlace | undefined;
  /** What the relays of this machine bind and what they tell instead of it. */
  readonly relayAddress: string;
  readonly announcedAddress: string | undefined;
  readonly probePort?: number | undefined;
};

/** All relays that stand somewhere, those of one machine as one host. */
export function relayHosts(relays: readonly KnownRelay[], here: HereParts): readonly Host[] {
  const hosts = new Map<string, Host>();
  for (const relay of relays) {
    const isHere = relay.addresses === undefined;
    // What nobody said of another machine is not made up here.
    const place = relay.place ?? (isHere ? here.place : undefined);
    if (!place || relay.port === 0) continue;
    const addresses = relay.addresses ?? addressesTold(here.relayAddress, here.announcedAddress);
    const probe = relay.probePort ?? (isHere ? here.probePort : undefined);
    const known = hosts.get(place.host);
    hosts.set(place.host, {
      ...entryOf(place.host, place),
      kind: 'relay',
      addresses: [...new Set([...(known?.addresses ?? []), ...addresses])].slice(0, 8),
      udp: [...new Set([...(known?.udp ?? []), relay.port])].sort((a, b) => a - b),
      ...((probe ?? known?.probe) && {
        probe: [...new Set([...(known?.probe ?? []), ...(probe ? [probe] : [])])],
      }),
    });
  }
  return [...hosts.values()];
}

export type AppParts = {
  readonly place: SaidPlace;
  readonly listenAddress: string;
  readonly port: number;
  readonly publicUrl: URL | undefined;
  /** Stoa itself answers TLS. */
  readonly tls: boolean;
  /** TURN over streams; undefined, or the same port: it shares that of HTTP. */
  readonly turnPort: number | undefined;
};

/** Where the page and signaling are, as people reach them, and TURN where it has a port of its own. */
export function appHosts({
  place,
  listenAddress,
  port,
  publicUrl,
  tls,
  turnPort,
}: AppParts): readonly Host[] {
  const secure = tls || publicUrl?.protocol === 'https:';
  const at = publicUrl ? Number(publicUrl.port) || (secure ? 443 : 80) : port;
  const shown = publicUrl?.hostname.replace(/^\[|\]$/g, '');
  const isAddress = shown !== undefined && isIP(shown);
  const here = listenAddress === 'localhost' || listenAddress === '127.0.0.1' || listenAddress === '::1';
  const names = [...(shown && !isAddress ? [shown] : []), ...(here ? ['localhost'] : [])];
  const found = {
    addresses: isAddress
      ? [shown]
      : [...addressesTold(here ? '127.0.0.1' : listenAddress, undefined)].slice(0, 8),
    ...(names.length > 0 && { names }),
  };
  const app: Host = {
    ...entryOf(`${place.host}-app`, place),
    ...{ kind: 'app', ...found },
    ...(secure ? { tls: [at] } : { tcp: [at] }),
  };
  if (turnPort === undefined || turnPort === port || turnPort === at) return [app];
  const turn: Host = {
    ...entryOf(`${place.host}-turn`, place),
    ...{ kind: 'turn', ...found },
    ...(tls ? { tls: [turnPort] } : { tcp: [turnPort] }),
  };
  return [app, turn];
}

const entryOf = (id: string, { region, jurisdiction, operator }: SaidPlace) => ({
  ...{ id, region: region === '' ? unnamed : region, jurisdiction, operator },
});

/** Those that the relays' candidates name. */
function addressesTold(bound: string, announced: string | undefined): readonly string[] {
  if (announced !== undefined) return [announced];
  if (bound !== '0.0.0.0' && bound !== '::') return [bound];
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outward = all.filter(({ internal, family }) => !internal && (family === 'IPv4' || bound === '::'));
  return outward.length > 0 ? outward.map(({ address }) => address.replace(/%.*$/, '')) : ['127.0.0.1'];
}
