// A passkey for a program without a browser: what an authenticator hands to the page when an account is made.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { CreationOptions, Registration } from '@stoa/protocol/social';

/** User present, user verified, attested credential data included (WebAuthn Level 3, section 6.1). */
const flags = 0x01 | 0x04 | 0x40;

/**
 * ES256, without attestation (WebAuthn Level 3, sections 5.8.1, 6.1 and 8.7). The private key is forgotten at once: the
 * session of the sign-up is all that is used of the account.
 */
export function softPasskey({ challenge, rp }: CreationOptions, origin: string): Registration {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  // { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
  const cose = [
    Buffer.from('a5010203262001', 'hex'),
    Buffer.from('215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ];
  const data = Buffer.concat([
    createHash('sha256').update(rp.id).digest(),
    Buffer.of(flags),
    Buffer.alloc(4),
    Buffer.alloc(16),
    twoBytes(id.length),
    id,
    ...cose,
  ]);
  // { "fmt": "none", "attStmt": {}, "authData": bytes }
  const attestation = Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
    twoBytes(data.length),
    data,
  ]);
  const clientData = { type: 'webauthn.create', challenge, origin, crossOrigin: false };
  return {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(clientData)).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    },
  };
}

function twoBytes(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
