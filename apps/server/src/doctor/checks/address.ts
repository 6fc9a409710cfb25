import { isIPv4 } from 'node:net';
import { type Finding, findings } from '../finding.ts';

export type AddressFacts = {
  /** What the relays bind. */
  readonly bound: string;
  readonly announced: string | undefined;
  /** IPv4 addresses of this machine, without the loopback. */
  readonly own: readonly string[];
  /** UDP port of the first relay; 0: any. */
  readonly port: number;
  /** The host that people type; undefined: nothing is set, the server is for this machine and its network. */
  readonly publicHost: string | undefined;
};

/** Not reachable from the internet (RFC 1918, 6598, 3927, 5735, 4193, 4291). */
export function isPrivate(address: string): boolean {
  if (!isIPv4(address)) return /^(::1?$|f[cd]|fe[89ab])/i.test(address);
  const [a = 0, b = 0] = address.split('.').map(Number);
  return (
    a === 10 ||
    a === 127 ||
    a === 0 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  );
}

/** Names that only this machine or its own network answers to. */
const isLocalName = (host: string): boolean =>
  /(^|\.)(localhost|local|lan|internal|test)$/.test(host) || (isIPLike(host) && isPrivate(host));
const isIPLike = (host: string) => isIPv4(host) || host.includes(':');

/** Whether those who come from outside can reach the relays. */
export function decideAddress(facts: AddressFacts): Finding[] {
  const { ok, warning, fault } = findings('address');
  const { bound, announced, own, port, publicHost } = facts;
  const isForAll = publicHost !== undefined && !isLocalName(publicHost);
  const offered = bound === '0.0.0.0' || bound === '::' ? own : [bound];
  if (announced === undefined) {
    if (isForAll && offered.length > 0 && offered.every(isPrivate)) {
      return [
        fault(
          `The relays can only offer private addresses (${offered.join(', ')}), and STOA_PUBLIC_URL is for everybody.`,
          'Forward the UDP ports of the relays to this machine and set STOA_ANNOUNCED_ADDRESS to the address outside.',
        ),
      ];
    }
    if (offered.length === 0 || offered.every((each) => each.startsWith('127.'))) {
      return [
        warning(
          'The relays can only be reached from this machine, and Firefox does not connect to 127.0.0.1.',
          'Set STOA_RELAY_ADDRESS to an address of this machine.',
        ),
      ];
    }
    return [ok(`The relays offer ${offered.join(', ')}.`)];
  }
  const found: Finding[] = [];
  if (isForAll && isPrivate(announced)) {
    found.push(
      fault(
        `STOA_ANNOUNCED_ADDRESS is ${announced}, a private address, and STOA_PUBLIC_URL is for everybody.`,
        'Set it to the address that the internet sees.',
      ),
    );
  }
  if (port === 0) {
    found.push(
      fault(
        'The relays are behind NAT (STOA_ANNOUNCED_ADDRESS) and take any UDP port, so none can be forwarded.',
        'Set STOA_RELAY_PORT, and forward that port and one more for each further relay.',
      ),
    );
  }
  return found.length > 0 ? found : [ok(`Clients are told ${announced}.`)];
}
