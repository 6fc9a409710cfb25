import { createHash } from 'node:crypto';
import { toBase64Url } from '@stoa/protocol';
import type { Random } from '../ports.ts';

/** A secret that is shown once; the database has its SHA-256, which is enough since it has 256 random bits. */
export function newSecretToken(random: Random): { readonly token: string; readonly hash: Buffer } {
  const token = toBase64Url(random(32));
  return { token, hash: tokenHash(token) };
}

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
