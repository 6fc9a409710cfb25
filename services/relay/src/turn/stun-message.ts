import { attribute, classBits, firstOptionalAttribute, headerBytes, magicCookie } from './stun-words.ts';

export type Attribute = { readonly type: number; readonly value: Buffer };

/** A message whose frame is sound; what its attributes hold is for their readers. The buffers are views of `raw`. */
export type StunMessage = {
  readonly method: number;
  /** One of `messageClass`. */
  readonly class: number;
  /** 12 bytes. */
  readonly transaction: Buffer;
  /** Those that MESSAGE-INTEGRITY covers, and it; of what follows it only FINGERPRINT counts, and that is left out. */
  readonly attributes: readonly Attribute[];
  /** Where MESSAGE-INTEGRITY begins. */
  readonly integrityAt: number | undefined;
  readonly raw: Buffer;
};

/** Are these the first bytes of a STUN message? Of a TLS record, an HTTP request and SRTP they are not. */
export const looksLikeStun = (bytes: Buffer): boolean =>
  bytes.length >= 8 && (bytes[0]! & 0xc0) === 0 && bytes.readUInt32BE(4) === magicCookie;

/** RFC 8489, sections 5 and 14. Undefined for what is no whole STUN message with the magic cookie. */
export function readStun(raw: Buffer): StunMessage | undefined {
  if (raw.length < headerBytes || !looksLikeStun(raw)) return undefined;
  const length = raw.readUInt16BE(2);
  if (length % 4 !== 0 || headerBytes + length !== raw.length) return undefined;
  const attributes: Attribute[] = [];
  let integrityAt: number | undefined;
  for (let at = headerBytes; at < raw.length; ) {
    // The length is a multiple of four, so a type and a size always fit.
    const type = raw.readUInt16BE(at);
    const end = at + 4 + raw.readUInt16BE(at + 2);
    if (end > raw.length) return undefined;
    if (integrityAt === undefined) {
      attributes.push({ type, value: raw.subarray(at + 4, end) });
      if (type === attribute.messageIntegrity) integrityAt = at;
    }
    at = end + padding(end);
  }
  const type = raw.readUInt16BE(0);
  return {
    method: methodOf(type),
    class: type & classBits,
    transaction: raw.subarray(8, headerBytes),
    attributes,
    integrityAt,
    raw,
  };
}

/** Of several with one type the first counts (RFC 8489, section 14). */
export const firstOf = (message: StunMessage, type: number): Buffer | undefined =>
  message.attributes.find((one) => one.type === type)?.value;

export const allOf = (message: StunMessage, type: number): readonly Buffer[] =>
  message.attributes.filter((one) => one.type === type).map(({ value }) => value);

/** Types that must be understood and are not (RFC 8489, section 14). */
export function unknownTo(message: StunMessage, known: ReadonlySet<number>): readonly number[] {
  const unknown = message.attributes
    .map(({ type }) => type)
    .filter((type) => type < firstOptionalAttribute && !known.has(type));
  return [...new Set(unknown)];
}

/** The message without its attributes' meaning: what `writeStun` turns into bytes. */
export type StunDraft = {
  readonly method: number;
  readonly class: number;
  readonly transaction: Uint8Array;
  readonly attributes: readonly { readonly type: number; readonly value: Uint8Array }[];
};

/** Bytes without integrity or fingerprint. */
export function writeStun({ method, class: kind, transaction, attributes }: StunDraft): Buffer {
  const length = attributes.reduce((sum, { value }) => sum + 4 + value.length + padding(value.length), 0);
  const raw = Buffer.alloc(headerBytes + length);
  raw.writeUInt16BE(typeOf(method, kind), 0);
  raw.writeUInt16BE(length, 2);
  raw.writeUInt32BE(magicCookie, 4);
  raw.set(transaction, 8);
  let at = headerBytes;
  for (const { type, value } of attributes) {
    raw.writeUInt16BE(type, at);
    raw.writeUInt16BE(value.length, at + 2);
    raw.set(value, at + 4);
    at += 4 + value.length + padding(value.length);
  }
  return raw;
}

export const padding = (length: number): number => -length & 3;

/** The method's twelve bits stand around the two of the class. */
const methodOf = (type: number): number => (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2);
const typeOf = (method: number, kind: number): number =>
  (method & 0x000f) | ((method & 0x0070) << 1) | ((method & 0x0f80) << 2) | kind;
