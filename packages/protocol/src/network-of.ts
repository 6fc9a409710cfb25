import { isIP } from './fleet/is-ip.ts';

/**
 * What one budget is for: an IPv4 address, or the 64-bit network of an IPv6 one, since whoever has one address of such a
 * network has all of them. A zone (`%eth0`) does not count; text that is no address counts as it is.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!plain.includes(':') || !isIP(plain)) return plain;
  // An IPv4 address at the end (RFC 4291, 2.2) stands for the last two groups.
  const [first = [], last = []] = plain
    .replace(/[^:]+\.[^:]+$/, '0:0')
    .split('::')
    .map(groupsOf);
  const zeros = Array<string>(8 - first.length - last.length).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16).toString(16));
