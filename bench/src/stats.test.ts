import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternate, exponent, quantile, slope, spreadOf } from './stats.ts';

describe('quantile', () => {
  it('interpolates between ranks', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30], 0.5)).toBe(20);
    expect(quantile([10, 20, 30], 0.99)).toBeCloseTo(29.8);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('stays inside the samples and grows with p', () => {
    const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(
        samples,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(quantile(list, low)).toBeLessThanOrEqual(quantile(list, high) + 1e-9);
          expect(quantile(list, low)).toBeGreaterThanOrEqual(Math.min(...list) - 1e-9);
          expect(quantile(list, high)).toBeLessThanOrEqual(Math.max(...list) + 1e-9);
        },
      ),
    );
  });

  it('refuses what has no answer', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('rounds', () => {
  it('drops the first round and keeps the range of the others', () => {
    expect(spreadOf([100, 3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, rounds: 3 });
    expect(() => spreadOf([100])).toThrow('no round left');
  });

  it('measures everything once a round and starts each round elsewhere', () => {
    const order = alternate(['a', 'b', 'c'], 4);
    expect(order).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('takes the slope of a cost without its fixed part', () => {
    expect(slope({ x: 50, y: 60 }, { x: 250, y: 100 })).toBeCloseTo(0.2);
    expect(() => slope({ x: 1, y: 1 }, { x: 1, y: 2 })).toThrow(RangeError);
  });
});

describe('exponent', () => {
  it('is the power that made the points, whatever the factor', () => {
    for (const power of [0.5, 1, 1.05, 2]) {
      const points = [10, 50, 250, 1_000, 5_000].map((x) => ({ x, y: 7 * x ** power }));
      expect(exponent(points)).toBeCloseTo(power, 10);
    }
  });

  it('refuses a single size and what is not positive', () => {
    expect(() => exponent([{ x: 5, y: 1 }])).toThrow(RangeError);
    expect(() =>
      exponent([
        { x: 5, y: 1 },
        { x: 6, y: 0 },
      ]),
    ).toThrow(RangeError);
  });
});
