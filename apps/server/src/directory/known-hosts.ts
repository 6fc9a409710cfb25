import { permits } from '@stoa/core/fleet';
import type { Fence, Host } from '@stoa/protocol/fleet';
import { appHosts, type KnownRelay, relayHosts, type SaidPlace } from './hosts-here.ts';

export type KnownHostsParts = {
  readonly relays: readonly KnownRelay[];
  /** How relays of this machine are set up; undefined: there are none. */
  readonly here: { readonly address: string; readonly announcedAddress?: string | undefined } | undefined;
  readonly place: SaidPlace | undefined;
  /** Where HTTP listens. */
  readonly host: string;
  readonly port: () => number | undefined;
  readonly publicUrl: URL | undefined;
  /** Stoa itself answers TLS. */
  readonly tls: boolean;
  readonly probePort: number | undefined;
  readonly turnPort: number | undefined;
  readonly fence: Fence | undefined;
};

/**
 * Everything that the directory can say at this moment: relays by what they said of themselves, and this machine with the
 * page, signaling and TURN. What the deployment's fence does not permit is not in it.
 */
export function knownHosts(parts: KnownHostsParts): readonly Host[] {
  const { place, fence, here, probePort, turnPort, publicUrl, tls } = parts;
  const relays = relayHosts(parts.relays, {
    ...{ place, probePort, announcedAddress: here?.announcedAddress },
    relayAddress: here?.address ?? '127.0.0.1',
  });
  const port = parts.port();
  const app =
    place && port !== undefined
      ? appHosts({ place, listenAddress: parts.host, port, publicUrl, tls, turnPort })
      : [];
  return [...relays, ...app].filter((host) => !fence || permits([fence], host));
}
