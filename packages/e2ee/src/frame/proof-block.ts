/**
 * Signed blocks: 25 frames in a row (0.5 s), proven by one signature that travels inside the next 25 frames.
 *
 *   proof of block b (272 B = 17 chunks of 16 B)
 *   +----------------------------------+-----------+-------------------+
 *   | 25 x SHA-256(FramePayload)[0..8] | zeros (8) | Ed25519 (64)      |
 *   +----------------------------------+-----------+-------------------+
 *   0                                  200         208                 272
 *   chunks 0..12: hashes only          chunks 13..16: signature        chunks 17..24: parity (erasure.ts)
 *
 *   signed bytes = "stoa signed block v1" || 0x00 || context (8) || sender:u8 || first CTR:u32 || 25 hashes (200)
 *
 * Chunk i of block b travels in frame i of block b + 1. The hashes come first because they are known when the last
 * frame of the block is; the signature has the time of 13 frames (260 ms) to be made before it is needed.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { CHUNK_BYTES, CONTEXT_BYTES, FIRST_CTR } from './frame-format.ts';

export const BLOCK_FRAMES = 25;
export const HASH_BYTES = 8;
export const HASHES_BYTES: number = BLOCK_FRAMES * HASH_BYTES;
export const SIGNATURE_AT = 208;
/** Chunks before this one do not depend on the signature. */
export const FIRST_SIGNATURE_CHUNK: number = SIGNATURE_AT / CHUNK_BYTES;

const LABEL = new TextEncoder().encode('stoa signed block v1\0');
const SIGNED_BYTES = LABEL.length + CONTEXT_BYTES + 1 + 4 + HASHES_BYTES;

export function blockOf(ctr: number): number {
  return Math.floor((ctr - FIRST_CTR) / BLOCK_FRAMES);
}

export function indexInBlock(ctr: number): number {
  return (ctr - FIRST_CTR) % BLOCK_FRAMES;
}

export function firstCtrOf(block: number): number {
  return FIRST_CTR + block * BLOCK_FRAMES;
}

/** What the participant's key signs for one block. `hashes` are at least 200 bytes. */
export function signedBytes(
  context: Uint8Array,
  sender: number,
  block: number,
  hashes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(SIGNED_BYTES);
  out.set(LABEL);
  let at = LABEL.length;
  out.set(context.subarray(0, CONTEXT_BYTES), at);
  at += CONTEXT_BYTES;
  out[at++] = sender;
  new DataView(out.buffer).setUint32(at, firstCtrOf(block));
  out.set(hashes.subarray(0, HASHES_BYTES), at + 4);
  return out;
}

/** Hashes whole payloads, level and header included, into 8 bytes; holds its state so that a frame makes no garbage. */
export class FrameHasher {
  readonly #fresh = sha256.create();
  readonly #work = sha256.create();
  readonly #digest = new Uint8Array(32);

  hashInto(payload: Uint8Array, out: Uint8Array, offset: number): void {
    this.#fresh._cloneInto(this.#work);
    this.#work.update(payload);
    this.#work.digestInto(this.#digest);
    for (let i = 0; i < HASH_BYTES; i++) out[offset + i] = this.#digest[i]!;
  }
}

export function sameBytes(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}
