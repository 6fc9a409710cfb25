import { roomHandle } from '@stoa/protocol';
import fc from 'fast-check';
import { roomHash } from '../src/admission/link.ts';
import type { Bytes } from '../src/keys/layout.ts';
import { openingPair } from '../src/keys/sealing.ts';
import { signingKey } from '../src/keys/signature.ts';
import { seededRandom } from './mini-room.ts';

/** Things that tests of single formats start from. */
export const room = roomHash(roomHandle('AAECAwQFBgcICQoLDA0ODw'));
export const otherRoom = roomHash(roomHandle('AAECAwQFBgcICQoLDA0ODg'));

export async function device(name: string) {
  const random = seededRandom(name);
  return { random, signer: await signingKey(crypto.subtle, random(32)), pair: await openingPair(random(32)) };
}

export const fill = (length: number, seed: number): Bytes =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 97 + (i >> 8)) & 255);

/** The same bytes with one bit changed somewhere, cut off, or with one byte more. */
export const damaged = (bytes: Bytes): fc.Arbitrary<Bytes> =>
  fc.oneof(
    fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 })).map(([at, bit]) => {
      const out = bytes.slice();
      out[at] = out[at]! ^ (1 << bit);
      return out;
    }),
    fc.nat(bytes.length - 1).map((length) => bytes.slice(0, length)),
    fc.nat(255).map((more) => Uint8Array.from([...bytes, more])),
  );

export const noise = fc.uint8Array({ maxLength: 700 }).map((bytes) => new Uint8Array(bytes));
