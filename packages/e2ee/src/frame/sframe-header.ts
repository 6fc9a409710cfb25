/**
 * The SFrame header of RFC 9605 section 4.3, in its general form.
 *
 *    0 1 2 3 4 5 6 7
 *   +-+-+-+-+-+-+-+-+---------------+----------------+
 *   |X|  K  |Y|  C  |  KID (0..8 B) |  CTR (0..8 B)  |
 *   +-+-+-+-+-+-+-+-+---------------+----------------+
 *
 * X = 0: K is the KID itself (0..7). X = 1: K + 1 is the KID's length in bytes. Y and C say the same of the CTR.
 * Values are unsigned 64-bit numbers, so they are bigints here; Stoa's own frames use `frame-format.ts`.
 */
export interface SframeHeader {
  readonly kid: bigint;
  readonly ctr: bigint;
}

export interface ParsedSframeHeader extends SframeHeader {
  /** Bytes that the header takes. */
  readonly length: number;
}

const U64_MAX = 0xffff_ffff_ffff_ffffn;

/** Shortest encoding of a header. Throws RangeError when a value does not fit in 64 bits. */
export function encodeSframeHeader(kid: bigint, ctr: bigint): Uint8Array<ArrayBuffer> {
  const kidBytes = extraBytes(kid);
  const ctrBytes = extraBytes(ctr);
  const out = new Uint8Array(1 + kidBytes + ctrBytes);
  const kidField = kidBytes === 0 ? Number(kid) : 0x8 | (kidBytes - 1);
  const ctrField = ctrBytes === 0 ? Number(ctr) : 0x8 | (ctrBytes - 1);
  out[0] = (kidField << 4) | ctrField;
  putBigEndian(out, 1, kidBytes, kid);
  putBigEndian(out, 1 + kidBytes, ctrBytes, ctr);
  return out;
}

/** The header at the start of `bytes`, or undefined when they end before it does. Longer than needed forms are read too. */
export function parseSframeHeader(bytes: Uint8Array): ParsedSframeHeader | undefined {
  const config = bytes[0];
  if (config === undefined) return undefined;
  const kidField = config >> 4;
  const ctrField = config & 0xf;
  const kidBytes = kidField & 0x8 ? (kidField & 0x7) + 1 : 0;
  const ctrBytes = ctrField & 0x8 ? (ctrField & 0x7) + 1 : 0;
  const length = 1 + kidBytes + ctrBytes;
  if (bytes.length < length) return undefined;
  return {
    kid: kidBytes === 0 ? BigInt(kidField) : getBigEndian(bytes, 1, kidBytes),
    ctr: ctrBytes === 0 ? BigInt(ctrField) : getBigEndian(bytes, 1 + kidBytes, ctrBytes),
    length,
  };
}

/** 0 for values that fit in the config byte, else the bytes needed. */
function extraBytes(value: bigint): number {
  if (value < 0n || value > U64_MAX) throw new RangeError('SFrame KID and CTR are unsigned 64-bit numbers');
  if (value < 8n) return 0;
  let bytes = 0;
  for (let rest = value; rest > 0n; rest >>= 8n) bytes++;
  return bytes;
}

function putBigEndian(out: Uint8Array, offset: number, bytes: number, value: bigint): void {
  let rest = value;
  for (let i = bytes - 1; i >= 0; i--) {
    out[offset + i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

function getBigEndian(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let i = 0; i < length; i++) value = (value << 8n) | BigInt(bytes[offset + i]!);
  return value;
}
