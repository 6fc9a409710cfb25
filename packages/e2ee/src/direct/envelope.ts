import { ascii, type Bytes, concat, own, Reader, u8, u16, u64 } from '../keys/layout.ts';
import { boxOverhead } from '../keys/sealing.ts';

/** The picture of the bytes is in SPEC.md. */
export type EnvelopeHead = {
  /** 16 random bytes, the same in every copy of one message. */
  readonly id: Bytes;
  readonly fromDevice: Bytes;
  readonly toDevice: Bytes;
};
export type Envelope = EnvelopeHead & { readonly aad: Bytes; readonly box: Bytes };

export type Inside = {
  readonly fromAccount: Bytes;
  readonly toAccount: Bytes;
  /** Unix ms by the sender's clock. */
  readonly time: number;
  readonly signature: Bytes;
  readonly body: Bytes;
};

const version = 1;
const sizes = [256, 1_024, 4_096] as const;
const overhead = 16 + 16 + 8 + 64 + 2;
const headBytes = 1 + 3 * 16;
export const longestDirectBody = sizes[2] - overhead - 2;
export const longestEnvelope = headBytes + boxOverhead + sizes[2];
export const directInfo = ascii('stoa direct message v1');

export const encodeHead = ({ id, fromDevice, toDevice }: EnvelopeHead): Bytes =>
  concat(u8(version), id, fromDevice, toDevice);

export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const head = { id: reader.bytes(16), fromDevice: reader.bytes(16), toDevice: reader.bytes(16) };
  const aad = reader.before();
  const box = reader.bytes(reader.left());
  if (readVersion !== version || !reader.complete()) return undefined;
  return sizes.some((size) => size === box.length - boxOverhead) ? { ...head, aad, box } : undefined;
}

export function encodeInside({ fromAccount, toAccount, time, signature, body }: Inside): Bytes {
  const size = body.length <= longestDirectBody && sizes.find((each) => overhead + body.length <= each);
  if (!size) throw new RangeError(`A direct message has at most ${longestDirectBody} bytes.`);
  const out = new Uint8Array(size);
  out.set(concat(fromAccount, toAccount, u64(time), signature, u16(body.length), body));
  return own(out);
}

export function readInside(bytes: Uint8Array): Inside | undefined {
  const reader = new Reader(bytes);
  const start = {
    fromAccount: reader.bytes(16),
    toAccount: reader.bytes(16),
    time: reader.u64(),
    signature: reader.bytes(64),
  };
  const length = reader.u16();
  if (length > reader.left()) return undefined;
  const body = reader.bytes(length);
  const rest = reader.bytes(reader.left());
  return reader.complete() && rest.every((byte) => byte === 0) ? { ...start, body } : undefined;
}
