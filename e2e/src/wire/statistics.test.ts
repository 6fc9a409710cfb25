import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { mutualInformation, spread, twoSample } from './statistics.ts';

/** Numbers that look random and are the same in each run. */
const numbers = (count: number, seed: number) =>
  Array.from(
    { length: count },
    (_, i) => createHash('sha256').update(`${seed} ${i}`).digest().readUInt32BE(0) / 2 ** 32,
  );

test('two samples of one distribution look alike, two of different ones do not', () => {
  expect(twoSample(numbers(400, 1), numbers(300, 2)).p).toBeGreaterThan(0.05);
  expect(
    twoSample(
      numbers(400, 1),
      numbers(400, 2).map((one) => one + 0.3),
    ).p,
  ).toBeLessThan(1e-6);
  expect(twoSample([1, 1, 1], [1, 1])).toEqual({ distance: 0, p: 1 });
});

test('sizes that do not change tell nothing, sizes that follow speech tell all', () => {
  const constant = numbers(500, 1).map((one): [number, string] => [195, one > 0.5 ? 'speech' : 'silence']);
  expect(mutualInformation(constant)).toBe(0);
  const telling = numbers(500, 1).map((one): [number, string] =>
    one > 0.5 ? [120, 'speech'] : [31, 'silence'],
  );
  expect(mutualInformation(telling)).toBeGreaterThan(0.95);
  const labels = numbers(2000, 5);
  const free = numbers(2000, 9).map((one, i): [number, string] => [one, (labels[i] ?? 0) > 0.5 ? 'a' : 'b']);
  expect(Math.abs(mutualInformation(free))).toBeLessThan(0.02);
});

test('spread', () => {
  expect(spread([20, 20, 20])).toEqual({ mean: 20, deviation: 0, p95: 20 });
});
