import type { Flow } from '../capture/packet.ts';

/** Services of the local network that have nothing to do with the app: names, discovery, time, addresses. */
const LOCAL_PORTS = new Set([53, 67, 68, 123, 137, 138, 546, 547, 1900, 3702, 5353, 5355]);

export const isLocalChatter = ({ kind, a, b }: Flow): boolean =>
  kind === 'udp' && (LOCAL_PORTS.has(a.port) || LOCAL_PORTS.has(b.port));

/** Addresses that are not on the internet (RFC 1918, 6598, 3927, 4193, 4291, 5771, loopback). */
export function isPrivate(address: string): boolean {
  if (address === '') return true;
  if (address.includes(':')) {
    const low = address.toLowerCase();
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(low)?.[1];
    if (mapped) return isPrivate(mapped);
    return /^(::1?$|f[cd]|fe[89ab]|ff)/.test(low);
  }
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true;
  if (first === 172) return second >= 16 && second < 32;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 100 && second >= 64 && second < 128;
}

/** The side of a flow that is a person's: the private one, otherwise who sent first. */
export const personOf = ({ a, b }: Flow): Flow['a'] =>
  isPrivate(b.address) && !isPrivate(a.address) ? b : a;
