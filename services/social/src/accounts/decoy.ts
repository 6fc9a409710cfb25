import { generateKeyPairSync } from 'node:crypto';
import { concat } from '@stoa/protocol';
import type { KnownPasskey } from './webauthn.ts';

/**
 * A passkey that nobody has. An unknown credential is checked against it, so that it costs what a known one costs and
 * the time of the answer says nothing. COSE_Key of RFC 9053 section 7.1: { 1: 2, 3: -7, -1: 1, -2: x, -3: y }.
 */
export function makeDecoy(): KnownPasskey {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  const publicKey = concat(
    Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20),
    Buffer.from(x, 'base64url'),
    Uint8Array.of(0x22, 0x58, 0x20),
    Buffer.from(y, 'base64url'),
  );
  return { credential: new Uint8Array(16), publicKey, counter: 0 };
}
