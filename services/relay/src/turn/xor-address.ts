import { isIPv4 } from 'node:net';
import { magicCookie } from './stun-words.ts';

export type Endpoint = { readonly host: string; readonly port: number };

const family = { v4: 1, v6: 2 } as const;

/** Value of XOR-MAPPED-ADDRESS and its relatives (RFC 8489, section 14.2). `host` is an IP address without a zone. */
export function writeXorAddress({ host, port }: Endpoint, transaction: Uint8Array): Buffer {
  const address = isIPv4(host) ? bytesOfV4(host) : bytesOfV6(host);
  const value = Buffer.alloc(4 + address.length);
  value[1] = address.length === 4 ? family.v4 : family.v6;
  value.writeUInt16BE(port ^ (magicCookie >>> 16), 2);
  const mask = maskOf(transaction);
  for (const [i, byte] of address.entries()) value[4 + i] = byte ^ mask[i]!;
  return value;
}

/** IPv6 comes in full, eight groups without shortening, so it never equals another way to write an IPv4 address. */
export function readXorAddress(
  value: Buffer,
  transaction: Uint8Array,
): (Endpoint & { readonly v6: boolean }) | undefined {
  const v6 = value[1] === family.v6;
  if (value.length !== (v6 ? 20 : 8) || (!v6 && value[1] !== family.v4)) return undefined;
  const mask = maskOf(transaction);
  const address = value.subarray(4).map((byte, i) => byte ^ mask[i]!);
  const port = value.readUInt16BE(2) ^ (magicCookie >>> 16);
  if (!v6) return { host: address.join('.'), port, v6 };
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((address[2 * i]! << 8) | address[2 * i + 1]!).toString(16),
  );
  return { host: groups.join(':'), port, v6 };
}

function maskOf(transaction: Uint8Array): Buffer {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(magicCookie, 0);
  mask.set(transaction, 4);
  return mask;
}

const bytesOfV4 = (host: string): readonly number[] => host.split('.').map(Number);

function bytesOfV6(host: string): readonly number[] {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(host);
  const inGroups = tail ? tail[1]! + groupsOf(bytesOfV4(tail[2]!)) : host;
  const [front = '', back] = inGroups.split('::');
  const first = front.split(':').filter(Boolean);
  const last = (back ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 0xff];
  });
}

const groupsOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string =>
  `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
