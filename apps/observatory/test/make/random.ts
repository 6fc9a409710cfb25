import { seeded } from '../../src/evidence/statistics.ts';

/** As ciphertext looks: the same seed, the same bytes. */
export function randomBytes(seed: number, length: number): Uint8Array {
  const chance = seeded(seed * 7919 + 13);
  return Uint8Array.from({ length }, () => Math.floor(chance() * 256));
}

export const randomText = (seed: number, length: number): string =>
  Buffer.from(randomBytes(seed, length)).toString('base64url').replace(/[-_]/g, 'x').slice(0, length);
