import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MerkleLog, provesInclusion } from '../src/index.ts';

const sha256 = (...parts: Uint8Array[]) =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

/** RFC 9162 section 2.1.1, word for word and slow. */
function slowRoot(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Uint8Array.of(1), slowRoot(entries.slice(0, k)), slowRoot(entries.slice(k)));
}

const entries = fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 70 });

test('P20 the root is that of RFC 9162, of every earlier size too', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const log = new MerkleLog();
      for (const entry of all) log.append(entry);
      for (let size = 0; size <= all.length; size++) {
        expect(new Uint8Array(log.root(size))).toEqual(slowRoot(all.slice(0, size)));
      }
    }),
    { numRuns: 30 },
  );
});

test('P21 each entry is proven at its place in each size, and nowhere else', () => {
  fc.assert(
    fc.property(entries, fc.nat(), fc.nat(), fc.nat(), (all, some, flip, other) => {
      const log = new MerkleLog();
      for (const entry of all) log.append(entry);
      const size = 1 + (some % all.length);
      const root = log.root(size);
      for (let at = 0; at < size; at++) {
        const path = log.path(at, size);
        expect(provesInclusion(all[at]!, at, size, path, root)).toBe(true);
        expect(provesInclusion(Uint8Array.of(...all[at]!, 1), at, size, path, root)).toBe(false);
        expect(
          provesInclusion(all[at]!, at, size, new Uint8Array([...path, ...new Uint8Array(32)]), root),
        ).toBe(false);
        if (path.length > 0) {
          const bent = new Uint8Array(path);
          bent[flip % bent.length]! ^= 1;
          expect(provesInclusion(all[at]!, at, size, bent, root)).toBe(false);
        }
        const elsewhere = other % size;
        if (elsewhere !== at && Buffer.compare(all[at]!, all[elsewhere]!) !== 0) {
          expect(provesInclusion(all[at]!, elsewhere, size, log.path(elsewhere, size), root)).toBe(false);
        }
      }
      expect(provesInclusion(all[0]!, size, size, new Uint8Array(), root)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('P21 sizes and places that do not exist are errors', () => {
  const log = new MerkleLog();
  log.append(new Uint8Array(1));
  expect(() => log.path(1)).toThrow(RangeError);
  expect(() => log.root(2)).toThrow(RangeError);
});
