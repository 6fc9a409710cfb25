import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from './bytes.ts';
import type { Leaf } from './ids.ts';
import type { JoinToken } from './opaque.ts';

/**
 * What a participant's Ed25519 key signs to show control that the sender of this message on this socket holds the
 * key, so that a stolen token, a replayed message or a swapped DTLS certificate is worth nothing.
 */
const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const u32 = (n: number) => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);

/** For `open` and `join`: challenge nonce (16) || H(token) || H(DTLS fingerprint). */
export const joinProofBytes = (nonce: Uint8Array, token: JoinToken, fingerprint: string) =>
  concat(ascii('stoa relay-join v1'), nonce, sha256(ascii(token.reveal())), sha256(ascii(fingerprint)));

/** For `offer`: the same for a later transport. */
export const offerProofBytes = (nonce: Uint8Array, leaf: Leaf, fingerprint: string) =>
  concat(ascii('stoa relay-offer v1'), nonce, u32(leaf), sha256(ascii(fingerprint)));

/** For `resume`. */
export const resumeProofBytes = (nonce: Uint8Array, leaf: Leaf) =>
  concat(ascii('stoa resume v1'), nonce, u32(leaf));

/** The SHA-256 fingerprint of the certificate in a session description, upper case; undefined unless there is just one. */
export function dtlsFingerprint(sdp: string): string | undefined {
  const found = new Set<string>();
  for (const match of sdp.matchAll(/^a=fingerprint:(.*)$/gm)) found.add(match[1]!.trim());
  const [only] = found;
  if (found.size !== 1 || !only) return undefined;
  const value = /^sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/i.exec(only)?.[1];
  return value?.toUpperCase();
}
