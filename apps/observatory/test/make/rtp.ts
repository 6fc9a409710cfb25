import { be, concat } from './bytes.ts';

export type RtpFields = {
  readonly type: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly source: number;
  readonly marker?: boolean;
  /** Elements of a one-byte header extension (RFC 8285): id and bytes. */
  readonly elements?: readonly (readonly [id: number, bytes: Uint8Array])[];
};

export function rtp(fields: RtpFields, payload: Uint8Array): Uint8Array {
  const elements = concat(
    ...(fields.elements ?? []).map(([id, bytes]) => concat([(id << 4) | (bytes.length - 1)], bytes)),
  );
  const padded = concat(elements, new Uint8Array((4 - (elements.length % 4)) % 4));
  const extension = fields.elements ? concat(be(2, 0xbede, padded.length / 4), padded) : new Uint8Array(0);
  return concat(
    [0x80 | (fields.elements ? 0x10 : 0), (fields.marker ? 0x80 : 0) | fields.type],
    be(2, fields.sequence & 0xffff),
    be(4, fields.timestamp >>> 0, fields.source >>> 0),
    extension,
    payload,
  );
}

/** A sender report with a source description that names the sender (RFC 3550 section 6). */
export function rtcpWithName(source: number, name: string): Uint8Array {
  const report = concat([0x80, 200], be(2, 6), be(4, source), new Uint8Array(20));
  const item = concat([1, name.length], Buffer.from(name), [0]);
  const chunk = concat(be(4, source), item, new Uint8Array((4 - ((4 + item.length) % 4)) % 4));
  return concat(report, [0x81, 202], be(2, chunk.length / 4), chunk);
}
