import { ascii, type Bytes, concat, own, Reader, u8, u16, u32, u64 } from '../keys/layout.ts';

/** The picture of the bytes is in SPEC.md. */
export type MessageHeader = {
  readonly kind: 'signed' | 'nameless';
  readonly epoch: number;
  readonly step: number;
  /** 0 in a nameless message. */
  readonly leaf: number;
};
export type Sealed = { readonly header: MessageHeader; readonly nonce: Bytes; readonly box: Bytes };
export type SignedInside = {
  readonly counter: number;
  /** Room time at the author's, ms. */
  readonly time: number;
  readonly signature: Bytes;
  readonly body: Bytes;
};

const version = 1;
const kinds = { signed: 1, nameless: 2 } as const;
const headerBytes = 14;
export const nonceBytes = 12;
const tagBytes = 16;
const signedOverhead = 4 + 8 + 64 + 2;
const signedSizes = [256, 512, 1_024, 2_048] as const;
const namelessSize = 32;

export const longestBody = signedSizes[3] - signedOverhead - 6;
export const longestNamelessBody = namelessSize - 2;
export const longestMessage = headerBytes + nonceBytes + signedSizes[3] + tagBytes;

export const encodeHeader = ({ kind, epoch, step, leaf }: MessageHeader): Bytes =>
  concat(u8(version), u8(kinds[kind]), u32(epoch), u32(step), u32(leaf));

/** What the tag covers beside the inside. */
export const associated = (room: Bytes, header: MessageHeader): Bytes =>
  concat(ascii('stoa room message v1'), room, encodeHeader(header));

export function readSealed(bytes: Uint8Array): Sealed | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const kindByte = reader.u8();
  const kind = kindByte === kinds.signed ? 'signed' : kindByte === kinds.nameless ? 'nameless' : undefined;
  const header = { epoch: reader.u32(), step: reader.u32(), leaf: reader.u32() };
  const nonce = reader.bytes(nonceBytes);
  const box = reader.bytes(reader.left());
  if (readVersion !== version || !kind || !reader.complete()) return undefined;
  const inside = box.length - tagBytes;
  const isSize = kind === 'signed' ? signedSizes.some((size) => size === inside) : inside === namelessSize;
  if (!isSize || (kind === 'nameless' && header.leaf !== 0)) return undefined;
  return { header: { kind, ...header }, nonce, box };
}

export function encodeSigned({ counter, time, signature, body }: SignedInside): Bytes {
  const needed = signedOverhead + body.length;
  const size = body.length <= longestBody ? signedSizes.find((each) => needed <= each) : undefined;
  if (!size) throw new RangeError(`A message has at most ${longestBody} bytes.`);
  return padded(concat(u32(counter), u64(time), signature, u16(body.length), body), size);
}

export function readSigned(inside: Uint8Array): SignedInside | undefined {
  const reader = new Reader(inside);
  const start = { counter: reader.u32(), time: reader.u64(), signature: reader.bytes(64) };
  const body = readBody(reader);
  return body && { ...start, body };
}

export function encodeNameless(body: Uint8Array): Bytes {
  if (body.length > longestNamelessBody)
    throw new RangeError(`A nameless message has at most ${longestNamelessBody} bytes.`);
  return padded(concat(u16(body.length), body), namelessSize);
}

export const readNameless = (inside: Uint8Array): Bytes | undefined => readBody(new Reader(inside));

/** Zeros after the body, and nothing else: there is one encoding of a message. */
function readBody(reader: Reader): Bytes | undefined {
  const length = reader.u16();
  if (length > reader.left()) return undefined;
  const body = reader.bytes(length);
  const rest = reader.bytes(reader.left());
  return reader.complete() && rest.every((byte) => byte === 0) ? body : undefined;
}

function padded(bytes: Bytes, size: number): Bytes {
  const out = new Uint8Array(size);
  out.set(bytes);
  return own(out);
}
