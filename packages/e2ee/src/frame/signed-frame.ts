/**
 * The signature in each frame of a strict room:
 *
 *   signed (176 B) = "stoa signed frame v1" || 0x00 || context (8) || salt (12) || level || SFrameHeader (6) ||
 *                    len:u8 || opus and zeros (127)
 *
 * The header holds epoch and step modulo 16 only. The salt is derived with the key from the running step's secret, so
 * it says which step is meant: what was signed in one step counts in no other, also 16 epochs later.
 */
import {
  CIPHERTEXT_AT,
  CONTEXT_BYTES,
  FRAME_SIGNATURE_AT,
  OPUS_MAX_BYTES,
  SIGNATURE_BYTES,
  shapeOf,
} from './frame-format.ts';
import type { OpeningKey, SealingKey } from './key-source.ts';
import { NONCE_BYTES } from './sframe-cipher.ts';

const LABEL = new TextEncoder().encode('stoa signed frame v1\0');
const SALT_AT = LABEL.length + CONTEXT_BYTES;
const CLEAR_AT = SALT_AT + NONCE_BYTES;
const LENGTH_AT = CLEAR_AT + CIPHERTEXT_AT;
const SIGNED_BYTES = LENGTH_AT + 1 + OPUS_MAX_BYTES;
const OPUS_AT = shapeOf(true).opusAt;

function signedFrame(
  { context, salt }: Pick<SealingKey, 'context' | 'salt'>,
  payload: Uint8Array,
  pt: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(SIGNED_BYTES);
  out.set(LABEL);
  out.set(context.subarray(0, CONTEXT_BYTES), LABEL.length);
  out.set(salt.subarray(0, NONCE_BYTES), SALT_AT);
  out.set(payload.subarray(0, CIPHERTEXT_AT), CLEAR_AT);
  out[LENGTH_AT] = pt[0]!;
  out.set(pt.subarray(OPUS_AT), LENGTH_AT + 1);
  return out;
}

/** Writes the signature into a strict room's plaintext, whose payload has its clear bytes already. Rejects without one. */
export async function signFrame(key: SealingKey, payload: Uint8Array, pt: Uint8Array): Promise<void> {
  const signature = await key.sign(signedFrame(key, payload, pt));
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('an Ed25519 signature has 64 bytes');
  pt.set(signature, FRAME_SIGNATURE_AT);
}

/** Is this frame of a strict room the speaker's own word? Never rejects. */
export function frameIsSigned(
  key: Pick<OpeningKey, 'context' | 'salt' | 'verify'>,
  payload: Uint8Array,
  pt: Uint8Array,
): Promise<boolean> {
  const signature = pt.slice(FRAME_SIGNATURE_AT, FRAME_SIGNATURE_AT + SIGNATURE_BYTES);
  const bytes = signedFrame(key, payload, pt);
  return Promise.resolve(key.verify(new Uint8Array(signature), bytes)).catch(() => false);
}
