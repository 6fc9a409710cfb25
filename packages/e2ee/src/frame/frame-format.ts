/**
 * Stoa's frame: RFC 9605 suite 4 with every length fixed, so that all frames of a room have one size: 167 bytes, or 215
 * in a strict room.
 *
 *   FramePayload (167 B)
 *   +-------+-----------------------------+---------------------+-----------+
 *   | level |  SFrameHeader (6 B)         |  ciphertext (144 B) | tag (16 B)|
 *   |  u8   |  0x9A | KID u16 | CTR u24   |                     |           |
 *   +-------+-----------------------------+---------------------+-----------+
 *   0       1       2         4           7                     151         167
 *
 *   pt (144 B)
 *   +--------------+-------------------+----------------+-------+
 *   | P | len (7b) | proof chunk (16 B)| opus (len B)   | zeros |
 *   +--------------+-------------------+----------------+-------+
 *   0              1                   17               17+len  144
 *   P = 1: the proof chunk is filled in (see proof-block.ts); P = 0: it is zero.
 *
 *   pt of a strict room (192 B; its payload is 7 + 192 + 16 = 215 B)
 *   +--------------+-------------------+----------------+-------+
 *   | 0 | len (7b) | signature (64 B)  | opus (len B)   | zeros |
 *   +--------------+-------------------+----------------+-------+
 *   0              1                   65               65+len  192          the signature: see signed-frame.ts
 *
 *   AAD (15 B) = SFrameHeader (6) || level (1) || context (8)
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { TAG_BYTES } from './sframe-cipher.ts';

export const PAYLOAD_BYTES = 167;
export const STRICT_PAYLOAD_BYTES = 215;
export const PLAINTEXT_BYTES = 144;
export const OPUS_MAX_BYTES = 127;
export const CHUNK_BYTES = 16;
export const CONTEXT_BYTES = 8;
export const AAD_BYTES = 15;

export const LEVEL_AT = 0;
export const HEADER_AT = 1;
export const CIPHERTEXT_AT = 7;
export const CHUNK_AT = 1;
export const SIGNATURE_BYTES = 64;
export const FRAME_SIGNATURE_AT = 1;

/** Where things stand in the frames of a room; fixed for the whole room. */
export interface FrameShape {
  readonly payloadBytes: number;
  readonly plaintextBytes: number;
  readonly opusAt: number;
}
const ordinary: FrameShape = {
  payloadBytes: PAYLOAD_BYTES,
  plaintextBytes: PLAINTEXT_BYTES,
  opusAt: CHUNK_AT + CHUNK_BYTES,
};
const signed: FrameShape = {
  payloadBytes: STRICT_PAYLOAD_BYTES,
  plaintextBytes: STRICT_PAYLOAD_BYTES - CIPHERTEXT_AT - TAG_BYTES,
  opusAt: FRAME_SIGNATURE_AT + SIGNATURE_BYTES,
};
export const shapeOf = (strict: boolean): FrameShape => (strict ? signed : ordinary);

/** X = 1, KLEN = 2, Y = 1, CLEN = 3. */
const CONFIG = 0x9a;
const CHUNK_PRESENT = 0x80;
const LENGTH_MASK = 0x7f;

/** The first CTR ever used: from here on a CTR takes three bytes, in its shortest form as well. */
export const FIRST_CTR = 0x1_0000;
/** Sealing stops before this CTR (92 hours after the first one). */
export const CTR_LIMIT = 0xff_ffff;

/** Opus: 20 ms of silence (CELT, full band, one frame). Stands in for a frame that does not fit. */
export const SILENCE: Uint8Array<ArrayBuffer> = new Uint8Array([0xf8, 0xff, 0xfe]);

export type Level = 0 | 1 | 2 | 3;

export interface KidParts {
  /** Seat number on the signed stage, 1..255. 0 belongs to the relay's filler and is never opened. */
  readonly sender: number;
  readonly epoch: number;
  readonly step: number;
}

/** KID = sender:8 | epoch mod 16:4 | step mod 16:4. Throws RangeError for a sender outside 1..255. */
export function packKid(parts: KidParts): number {
  if (!Number.isInteger(parts.sender) || parts.sender < 1 || parts.sender > 255) {
    throw new RangeError('a sender number is 1 to 255');
  }
  return (parts.sender << 8) | ((parts.epoch & 0xf) << 4) | (parts.step & 0xf);
}

export function unpackKid(kid: number): KidParts {
  return { sender: (kid >> 8) & 0xff, epoch: (kid >> 4) & 0xf, step: kid & 0xf };
}

/** First 8 bytes of SHA-256(roomKey || generation:u16): ties a frame to one room and one tree generation. */
export function frameContext(roomKey: Uint8Array, generation: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(roomKey.length + 2);
  bytes.set(roomKey);
  new DataView(bytes.buffer).setUint16(roomKey.length, generation);
  return sha256(bytes).slice(0, CONTEXT_BYTES);
}

/** Writes level and header; the ciphertext follows at CIPHERTEXT_AT. */
export function writeHeader(payload: Uint8Array, level: Level, kid: number, ctr: number): void {
  payload[LEVEL_AT] = level;
  payload[HEADER_AT] = CONFIG;
  payload[2] = kid >> 8;
  payload[3] = kid;
  payload[4] = ctr >> 16;
  payload[5] = ctr >> 8;
  payload[6] = ctr;
}

export type HeaderFault = 'empty' | 'size' | 'header' | 'filler';

/** Why a payload cannot be a frame of any of our rooms, or undefined when its clear part is right. */
export function headerFault(payload: Uint8Array): HeaderFault | undefined {
  if (payload.length === 0) return 'empty';
  if (payload.length !== PAYLOAD_BYTES && payload.length !== STRICT_PAYLOAD_BYTES) return 'size';
  if (payload[HEADER_AT] !== CONFIG || payload[LEVEL_AT]! > 3) return 'header';
  if (payload[2] === 0) return 'filler';
  const ctr = readCtr(payload);
  return ctr < FIRST_CTR || ctr >= CTR_LIMIT ? 'header' : undefined;
}

export function readLevel(payload: Uint8Array): Level {
  return (payload[LEVEL_AT]! & 3) as Level;
}

export function readKid(payload: Uint8Array): number {
  return (payload[2]! << 8) | payload[3]!;
}

export function readCtr(payload: Uint8Array): number {
  return (payload[4]! << 16) | (payload[5]! << 8) | payload[6]!;
}

/** Fills `aad` (15 B) from a payload's clear bytes and the key's context. */
export function fillAad(aad: Uint8Array, payload: Uint8Array, context: Uint8Array): void {
  for (let i = 0; i < 6; i++) aad[i] = payload[HEADER_AT + i]!;
  aad[6] = payload[LEVEL_AT]!;
  for (let i = 0; i < CONTEXT_BYTES; i++) aad[7 + i] = context[i]!;
}

/** Fills `nonce` (12 B) with salt XOR CTR, as `sframeNonce` does, without making anything. */
export function fillNonce(nonce: Uint8Array, salt: Uint8Array, ctr: number): void {
  for (let i = 0; i < 12; i++) nonce[i] = salt[i]!;
  nonce[9] = nonce[9]! ^ (ctr >> 16);
  nonce[10] = nonce[10]! ^ ((ctr >> 8) & 0xff);
  nonce[11] = nonce[11]! ^ (ctr & 0xff);
}

/**
 * Fills `pt` (of the shape's size). `opus` must be at most OPUS_MAX_BYTES. What stands between length and Opus is
 * written by the caller, before (a chunk) or after (a signature); without it, it is zero.
 */
export function fillPlaintext(
  pt: Uint8Array,
  shape: FrameShape,
  opus: Uint8Array,
  chunkPresent: boolean,
): void {
  pt[0] = opus.length | (chunkPresent ? CHUNK_PRESENT : 0);
  if (!chunkPresent) pt.fill(0, CHUNK_AT, shape.opusAt);
  pt.set(opus, shape.opusAt);
  pt.fill(0, shape.opusAt + opus.length);
}

export function chunkPresent(pt: Uint8Array): boolean {
  return (pt[0]! & CHUNK_PRESENT) !== 0;
}

/**
 * Length of the Opus frame, or undefined when the plaintext breaks the format (wrong size, padding that is not zero).
 * A signature is not looked at here.
 */
export function opusLength(pt: Uint8Array, shape: FrameShape): number | undefined {
  if (pt.length !== shape.plaintextBytes) return undefined;
  const length = pt[0]! & LENGTH_MASK;
  for (let i = shape.opusAt + length; i < pt.length; i++) if (pt[i] !== 0) return undefined;
  if (shape === signed) return chunkPresent(pt) ? undefined : length;
  if (!chunkPresent(pt)) {
    for (let i = CHUNK_AT; i < shape.opusAt; i++) if (pt[i] !== 0) return undefined;
  }
  return length;
}

/** Bytes that sealing adds to an Opus frame of this length. */
export function overheadBytes(opusBytes: number, strict = false): number {
  return shapeOf(strict).payloadBytes - opusBytes;
}

export const GCM_TAG_BITS: number = TAG_BYTES * 8;
