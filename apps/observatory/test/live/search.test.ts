import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalOf, Search, searchChunks, sees } from '../../src/live/index.ts';

const NAME = 'Qorvel Tamsin 8841';

test('what lies across the borders of pieces is found, however the source is cut', async () => {
  const search = new Search([{ what: 'name', text: NAME }]);
  const hidden = Buffer.from(NAME, 'utf16le').toString('base64');
  const source = Buffer.concat([Buffer.alloc(9000, 1), Buffer.from(hidden), Buffer.alloc(9000, 2)]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4000 }), async (size) => {
      const pieces = Array.from({ length: Math.ceil(source.length / size) }, (_, i) =>
        source.subarray(i * size, (i + 1) * size),
      );
      const { found, bytes } = await searchChunks(search, 'here', pieces);
      expect(found.map(({ what }) => what)).toEqual(['name']);
      expect(bytes).toBe(source.length);
    }),
    { numRuns: 30 },
  );
});

test('a search that sees says so, and one of which the haystack is hidden does not', () => {
  const control = '0123456789abcdef01234567';
  expect(sees(control, (shape) => shape)).toBe(true);
  expect(sees(control, (shape) => shape.map((byte) => byte ^ 0x55))).toBe(false);
});

test('numbers that are met by chance are not searched for', () => {
  expect(() => new Search([{ what: 'leaf', number: 7n }])).toThrow(RangeError);
  expect(new Search([{ what: 'id', number: 70_000n }]).in('', Buffer.from([0, 1, 0x11, 0x70]))).toEqual([]);
});

test("an interval is Student's", () => {
  const { mean, low, high, n } = intervalOf([1, 2, 3]);
  expect([mean, n]).toEqual([2, 3]);
  expect(high - mean).toBeCloseTo(4.3 / Math.sqrt(3), 1);
  expect(mean - low).toBeCloseTo(high - mean, 9);
  expect(intervalOf([5]).high).toBe(Number.POSITIVE_INFINITY);
});
