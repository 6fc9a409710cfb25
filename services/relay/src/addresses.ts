import { boundAddresses } from './adapters/node-datachannel/host-candidates.ts';

/** `host`: what clients are told; `via`: where this machine reaches the same port, which behind NAT is another address. */
export function relayAddresses(
  bindAddress: string,
  announced: string | undefined,
): readonly { readonly host: string; readonly via: string }[] {
  const bound = boundAddresses(bindAddress);
  if (announced === undefined) return bound.map((host) => ({ host, via: host }));
  return [{ host: announced, via: bound[0]! }];
}
