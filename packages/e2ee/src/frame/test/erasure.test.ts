import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_CHUNKS, CHUNKS_BYTES, countChunks, DATA_CHUNKS, fillParity, recoverData } from '../erasure.ts';

const DATA_BYTES = DATA_CHUNKS * 16;
const data = fc.uint8Array({ minLength: DATA_BYTES, maxLength: DATA_BYTES });
const order = fc.shuffledSubarray(
  Array.from({ length: ALL_CHUNKS }, (_, i) => i),
  { minLength: ALL_CHUNKS },
);

function encoded(bytes: Uint8Array): Uint8Array {
  const chunks = new Uint8Array(CHUNKS_BYTES);
  chunks.set(bytes);
  fillParity(chunks);
  return chunks;
}

/** Keeps the listed chunks and overwrites the rest, since what was lost may hold anything. */
function received(chunks: Uint8Array, kept: readonly number[]): { chunks: Uint8Array; present: number } {
  const out = new Uint8Array(CHUNKS_BYTES).fill(0xee);
  let present = 0;
  for (const i of kept) {
    out.set(chunks.subarray(i * 16, i * 16 + 16), i * 16);
    present |= 1 << i;
  }
  return { chunks: out, present };
}

describe('erasure code', () => {
  test('F11 any 17 or more of the 25 chunks give the data back', () => {
    fc.assert(
      fc.property(data, order, fc.integer({ min: DATA_CHUNKS, max: ALL_CHUNKS }), (bytes, all, count) => {
        const got = received(encoded(bytes), all.slice(0, count));
        expect(recoverData(got.chunks, got.present)).toBe(true);
        expect(got.chunks.slice(0, DATA_BYTES)).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test('F11 the worst case, all eight parity chunks needed, for every run of eight lost data chunks', () => {
    const bytes = new Uint8Array(DATA_BYTES).map((_, i) => (i * 37 + 11) & 0xff);
    for (let lost = 0; lost + 8 <= DATA_CHUNKS; lost++) {
      const kept = Array.from({ length: ALL_CHUNKS }, (_, i) => i).filter((i) => i < lost || i >= lost + 8);
      const got = received(encoded(bytes), kept);
      expect(recoverData(got.chunks, got.present)).toBe(true);
      expect(got.chunks.slice(0, DATA_BYTES)).toEqual(bytes);
    }
  });

  test('F11 sixteen chunks are too few, and nothing is touched', () => {
    fc.assert(
      fc.property(data, order, fc.integer({ min: 0, max: DATA_CHUNKS - 1 }), (bytes, all, count) => {
        const got = received(encoded(bytes), all.slice(0, count));
        const before = got.chunks.slice();
        expect(countChunks(got.present)).toBe(count);
        expect(recoverData(got.chunks, got.present)).toBe(false);
        expect(got.chunks).toEqual(before);
      }),
    );
  });
});
