import { addressBytes } from './addresses.ts';
import { be, concat } from './bytes.ts';
import { checksum } from './checksum.ts';

/** Where a packet comes from and goes to; ports are left out for what has none. */
export type Between = {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
};

export const TCP_FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 } as const;

export type TcpFields = {
  readonly sequence: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly window?: number;
  /** Padded to four bytes with zeros. */
  readonly options?: Uint8Array;
};

/** A UDP datagram (RFC 768) with its checksum. */
export function udp(between: Between, payload: Uint8Array): Uint8Array {
  const header = be(2, between.sourcePort ?? 0, between.destinationPort ?? 0, 8 + payload.length, 0);
  header.set(be(2, sumFor(between, 17, concat(header, payload)) || 0xffff), 6);
  return concat(header, payload);
}

/** A TCP segment (RFC 9293) with its checksum. */
export function tcp(between: Between, fields: TcpFields, payload: Uint8Array): Uint8Array {
  const options = fields.options ?? new Uint8Array(0);
  const words = 5 + Math.ceil(options.length / 4);
  const header = concat(
    be(2, between.sourcePort ?? 0, between.destinationPort ?? 0),
    be(4, fields.sequence, fields.acknowledgment ?? 0),
    [words << 4, fields.flags ?? TCP_FLAGS.ack],
    be(2, fields.window ?? 65535, 0, 0),
    options,
    new Uint8Array(words * 4 - 20 - options.length),
  );
  header.set(be(2, sumFor(between, 6, concat(header, payload))), 16);
  return concat(header, payload);
}

function sumFor(between: Between, protocol: number, segment: Uint8Array): number {
  const pseudo = concat(
    addressBytes(between.source),
    addressBytes(between.destination),
    be(4, segment.length, protocol),
  );
  return checksum(pseudo, segment);
}
