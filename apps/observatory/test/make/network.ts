import { addressBytes } from './addresses.ts';
import { be, concat } from './bytes.ts';
import { checksum } from './checksum.ts';
import type { Between } from './transport.ts';

export type Ipv4Fields = {
  readonly id?: number;
  /** In bytes, a multiple of eight. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  /** A multiple of four bytes, at most 40. */
  readonly options?: Uint8Array;
};

/** An IPv4 packet (RFC 791) with its header checksum. */
export function ipv4(
  between: Between,
  protocol: number,
  payload: Uint8Array,
  fields: Ipv4Fields = {},
): Uint8Array {
  const options = fields.options ?? new Uint8Array(0);
  const headerBytes = 20 + options.length;
  const header = concat(
    [0x40 | (headerBytes / 4), 0],
    be(2, headerBytes + payload.length, fields.id ?? 0),
    be(2, (fields.moreFragments ? 0x2000 : 0) | ((fields.fragmentOffset ?? 0) / 8)),
    [64, protocol, 0, 0],
    addressBytes(between.source),
    addressBytes(between.destination),
    options,
  );
  header.set(be(2, checksum(header)), 10);
  return concat(header, payload);
}

/** An IPv6 packet (RFC 8200). @param nextHeader of the first extension header, or the protocol carried */
export function ipv6(between: Between, nextHeader: number, payload: Uint8Array): Uint8Array {
  return concat(
    be(4, 0x60000000),
    be(2, payload.length),
    [nextHeader, 64],
    addressBytes(between.source),
    addressBytes(between.destination),
    payload,
  );
}

/** Hop-by-hop (0), routing (43) or destination options (60): all of the same shape. `body` is padded to 8n + 6 bytes. */
export function extensionHeader(nextHeader: number, body: Uint8Array, rest: Uint8Array): Uint8Array {
  const units = Math.ceil(Math.max(0, body.length - 6) / 8);
  return concat([nextHeader, units], body, new Uint8Array(6 + units * 8 - body.length), rest);
}

export function fragmentHeader(
  nextHeader: number,
  id: number,
  offset: number,
  more: boolean,
  part: Uint8Array,
): Uint8Array {
  return concat([nextHeader, 0], be(2, offset | (more ? 1 : 0)), be(4, id), part);
}

/** IPv4 or IPv6, as the addresses are. */
export function ip(between: Between, protocol: number, payload: Uint8Array): Uint8Array {
  return between.source.includes(':') ? ipv6(between, protocol, payload) : ipv4(between, protocol, payload);
}
