import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  busyRetryMs,
  busyRules,
  type Candidate,
  comeBackSpread,
  drainPace,
  furtherShare,
  isFull,
  moveRules,
  place,
  placementRules,
  transportShare,
} from './index.ts';

const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true });

describe('those who were refused', () => {
  test('never all come back at once, and each is told a time that is not for ever', () => {
    fc.assert(
      fc.property(fc.nat(100_000), chance, (refused, luck) => {
        const wait = busyRetryMs(refused, luck);
        expect(wait).toBeGreaterThanOrEqual(busyRules.soonest);
        expect(wait).toBeLessThan(busyRules.soonest + busyRules.longestSpread);
      }),
    );
  });

  test('the more of them, the longer the time in which they come', () => {
    const latest = (refused: number) => busyRetryMs(refused, 0.999_999) - busyRetryMs(refused, 0);
    expect(latest(10)).toBeCloseTo(busyRules.shortestSpread, -1);
    expect(latest(2_000)).toBeCloseTo(20_000, -1);
    expect(latest(1_000_000)).toBeCloseTo(busyRules.longestSpread, -1);
  });
});

describe('those whose relay is gone', () => {
  test('come no faster than the relays that are left can take them, and a small room comes at once', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.integer({ min: 1, max: 20 }), (lost, left) => {
        const spread = comeBackSpread(lost, left);
        expect(spread).toBeGreaterThanOrEqual(Math.min(10_000, (lost * moveRules.offerMs) / left));
        expect(spread).toBeGreaterThanOrEqual(moveRules.shortestSpread);
      }),
    );
    expect(comeBackSpread(50, 1)).toBeLessThan(200);
    expect(comeBackSpread(1_000, 1)).toBeLessThan(2_500);
  });

  test('a thousand are asked to leave a draining relay well within half a minute, at no more than a pace that others bear', () => {
    expect(1_000 / drainPace(1_000)).toBeLessThan(20);
    fc.assert(
      fc.property(fc.nat(20_000), (all) => {
        expect(drainPace(all)).toBeGreaterThanOrEqual(moveRules.slowest);
        expect(drainPace(all)).toBeLessThanOrEqual(moveRules.fastest);
      }),
    );
  });
});

describe('placing one after the other', () => {
  const share = transportShare(1, placementRules.packetBudget);
  const fill = (relays: number, people: number) => {
    const placed = new Array<number>(relays).fill(0);
    for (let i = 0; i < people; i++) {
      const at = place(
        placed.map((count): Candidate => {
          const placed = count * share;
          return { load: placed, placed, carriesEra: count > 0, roundTripMs: undefined };
        }),
      );
      if (at < 0) return { placed, refused: people - i };
      placed[at]!++;
    }
    return { placed, refused: 0 };
  };

  test('a room that fits stays whole; a large one is spread evenly; nobody is refused before all are full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(8_000), (relays, people) => {
        const { placed, refused } = fill(relays, people);
        if (people <= placementRules.spreadAfter)
          expect(placed.filter((count) => count > 0).length).toBeLessThan(2);
        if (people > 600) {
          const apart = Math.max(...placed) - Math.min(...placed);
          expect(apart).toBeLessThanOrEqual(placementRules.spreadAfter + 1);
        }
        if (refused > 0)
          for (const count of placed) {
            expect(isFull({ load: count * share })).toBe(true);
          }
      }),
      { numRuns: 30 },
    );
  });

  test("a quiet processor's ups and downs tear no room apart; a busy one's do", () => {
    const it = { placed: 0.01, roundTripMs: undefined };
    const room = { ...it, load: 0.3, carriesEra: true };
    const other = { ...it, placed: 0, load: 0, carriesEra: false };
    expect(place([room, other])).toBe(0);
    expect(place([{ ...room, load: 0.7 }, other])).toBe(1);
  });

  test('those who are on their way count: a storm does not fill a relay twice before it says so', () => {
    const it = { load: 0.5, carriesEra: true, roundTripMs: undefined };
    expect(place([{ ...it, joining: 0.3 }])).toBe(0);
    expect(place([{ ...it, joining: 0.4 }])).toBe(-1);
  });

  test('more voices cost more, up to those that are heard at once', () => {
    expect(transportShare(0, 1_000)).toBe(0.05);
    expect(transportShare(3, 1_000)).toBeCloseTo(0.15);
    expect(transportShare(50, 1_000)).toBeCloseTo(0.2);
    expect(furtherShare(0)).toBe(0);
  });
});
