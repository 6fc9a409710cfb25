import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, type Bytes, concat, own } from './layout.ts';

export const hash = (...parts: readonly Uint8Array[]): Bytes => own(sha256(concat(...parts)));

/** HKDF-SHA-256 (RFC 5869) with a label that keeps every use of a secret apart. */
export const derive = (secret: Uint8Array, label: string, context: Uint8Array, length: number): Bytes =>
  own(hkdf(sha256, secret, undefined, concat(ascii(`stoa ${label} v1`), context), length));

export const mac = (secret: Uint8Array, ...parts: readonly Uint8Array[]): Bytes =>
  own(hmac(sha256, secret, concat(...parts)));
