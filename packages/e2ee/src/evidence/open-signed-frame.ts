import { FRAME_SIGNATURE_AT, fillPlaintext, shapeOf, writeHeader } from '../frame/frame-format.ts';
import type { Level } from '../frame/index.ts';
import { frameIsSigned } from '../frame/signed-frame.ts';
import { signedBytes } from '../keys/signature.ts';
import type { SignedFrame, StepSalt } from './evidence-format.ts';
import type { By } from './open-block.ts';

const shape = shapeOf(true);

/** Is this frame of a strict room its author's own word? The signature is over the sound itself, so no key is needed. */
export function openSignedFrame(
  { level, ctr, opus, signature }: SignedFrame,
  { kid, context, salt }: StepSalt,
  { room, author, verifier }: By,
): Promise<boolean> {
  const payload = new Uint8Array(shape.payloadBytes);
  const pt = new Uint8Array(shape.plaintextBytes);
  writeHeader(payload, level as Level, kid, ctr);
  fillPlaintext(pt, shape, opus, false);
  pt.set(signature, FRAME_SIGNATURE_AT);
  const verify = (by: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) =>
    verifier.verify(author, by, signedBytes('frames', room, bytes));
  return frameIsSigned({ context, salt, verify }, payload, pt);
}
