import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomBytes } from '../../test/make/random.ts';
import { aucOf, correlation, informationTest, mutualInformation } from './association.ts';
import { randomnessOf } from './randomness.ts';
import { binomialTail, chiSquareTail, entropyOf, normalTail, seeded, uniformP } from './statistics.ts';

describe('known values', () => {
  test('tails of the normal, chi-square and binomial distributions', () => {
    expect(normalTail(1.959964)).toBeCloseTo(0.025, 5);
    expect(normalTail(-1)).toBeCloseTo(0.84134, 4);
    expect(chiSquareTail(293.248, 255)).toBeCloseTo(0.05, 3);
    expect(binomialTail(8, 10, 0.5)).toBeCloseTo(0.0546875, 8);
    expect(binomialTail(0, 10, 0.1)).toBe(1);
  });

  test('entropy and information in bits', () => {
    expect(entropyOf([1, 1, 1, 1])).toBe(2);
    expect(mutualInformation([0, 1, 0, 1], [0, 1, 0, 1])).toBeCloseTo(1, 10);
    expect(mutualInformation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 10);
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 10);
  });

  test('area under the curve with its interval', () => {
    expect(aucOf([3, 4], [1, 2])).toEqual({ auc: 1, low: 1, high: 1 });
    const { auc, low, high } = aucOf([1, 3, 5, 7, 9], [2, 4, 6, 8, 10]);
    expect(auc).toBeCloseTo(0.4, 10);
    expect(low).toBeLessThan(0.4);
    expect(high).toBeGreaterThan(0.4);
    expect(() => aucOf([], [1])).toThrow(RangeError);
  });
});

test('the p value of independent series is uniform: at most some 5 % of them are below 0.05', () => {
  let below = 0;
  for (let seed = 0; seed < 100; seed++) {
    const [a, b] = [seed * 2, seed * 2 + 1].map((one) => [...randomBytes(one, 300)].map((byte) => byte & 3));
    if (informationTest(a!, b!, seeded(seed), 100).p < 0.05) below++;
  }
  expect(below).toBeLessThanOrEqual(12);
});

describe('randomness', () => {
  test('ciphertext looks random, with 300 different seeds', () => {
    for (let seed = 0; seed < 300; seed++) {
      const payloads = Array.from({ length: 40 }, (_, i) => randomBytes(seed * 100 + i, 60 + (i % 50)));
      expect(randomnessOf(payloads).looksRandom).toBe(true);
    }
  });

  test('a counter and a tag at the end do not matter, a header in front does', () => {
    const counted = Array.from({ length: 100 }, (_, i) =>
      Buffer.concat([randomBytes(i, 80), Buffer.from([0, 0, 0, i])]),
    );
    expect(randomnessOf(counted).looksRandom).toBe(true);
    const headed = Array.from({ length: 100 }, (_, i) =>
      Buffer.concat([Buffer.from([0x78, 1]), randomBytes(i, 80)]),
    );
    expect(randomnessOf(headed)).toMatchObject({ looksRandom: false, columns: [0, 1] });
  });

  test('any bytes whatever give an answer', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (payloads) => {
        const { uniform } = randomnessOf(payloads);
        expect(uniform).toBeGreaterThanOrEqual(0);
        expect(uniform).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  test('uniform bytes give no small p, text does', () => {
    const counts = (bytes: Uint8Array) =>
      bytes.reduce((sums, byte) => sums.with(byte, sums[byte]! + 1), new Array<number>(256).fill(0));
    expect(uniformP(counts(randomBytes(1, 4096)))).toBeGreaterThan(1e-4);
    expect(uniformP(counts(Buffer.from('the quick brown fox jumps '.repeat(80))))).toBeLessThan(1e-9);
  });
});
