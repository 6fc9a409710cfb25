import { createPublicKey, verify } from 'node:crypto';
import type { VerifySignature } from '../../ports.ts';

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 section 4) up to the key itself. */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

export const verifyEd25519: VerifySignature = async (key, signature, message) => {
  try {
    const publicKey = createPublicKey({
      key: Buffer.concat([spkiHead, key]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, message, publicKey, signature);
  } catch {
    return false;
  }
};
