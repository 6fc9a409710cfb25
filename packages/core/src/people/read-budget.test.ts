import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isForgettable, type ReadState, readLimits, readProfile } from './index.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 4, 1);

describe('reading profiles', () => {
  test('P30 sixty at once, then one a second', () => {
    let state: ReadState | undefined;
    for (let i = 0; i < 60; i++) {
      const answer = readProfile(state, i, start);
      expect(answer.allowed).toBe(true);
      state = answer.state;
    }
    const refused = readProfile(state, 60, start);
    expect(refused).toMatchObject({ allowed: false, retryInMs: 1_000 });
    expect(readProfile(refused.state, 60, start + 999).allowed).toBe(false);
    expect(readProfile(refused.state, 60, start + 1_000).allowed).toBe(true);
  });

  test('P30 a thousand distinct ones a day; those read before stay readable; the next day is another', () => {
    let state: ReadState | undefined;
    for (let i = 0; i < 1_000; i++) {
      const answer = readProfile(state, i, start + i * 1_000);
      expect(answer.allowed).toBe(true);
      state = answer.state;
    }
    const at = start + 2_000_000;
    const refused = readProfile(state, 1_000, at);
    expect(refused).toMatchObject({ allowed: false, retryInMs: start + day - at });
    expect(readProfile(refused.state, 7, at).allowed).toBe(true);
    expect(readProfile(refused.state, 1_000, at + refused.retryInMs).allowed).toBe(true);
  });

  test('P30 P32 whatever is tried, no day gives more than its distinct profiles and no minute more than its reads', () => {
    const limits = { profilesPerDay: 12, profilesPerMinute: 5 };
    const tries = fc.array(
      fc.record({ mark: fc.nat(40), wait: fc.oneof(fc.nat(20_000), fc.constant(9 * 3_600_000)) }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(tries, (all) => {
        let state: ReadState | undefined;
        let now = start;
        const granted: { at: number; mark: number }[] = [];
        for (const { mark, wait } of all) {
          now += wait;
          const answer = readProfile(state, mark, now, limits);
          state = answer.state;
          if (answer.allowed) granted.push({ at: now, mark });
          else {
            expect(answer.retryInMs).toBeGreaterThan(0);
            expect(readProfile({ ...state, seen: new Set(state.seen) }, mark, now, limits).allowed).toBe(
              false,
            );
          }
        }
        for (const first of granted) {
          const sameDay = granted.filter(({ at }) => Math.floor(at / day) === Math.floor(first.at / day));
          expect(new Set(sameDay.map(({ mark }) => mark)).size).toBeLessThanOrEqual(limits.profilesPerDay);
          // A full bucket and what flows in during the minute.
          const minute = granted.filter(({ at }) => at >= first.at && at < first.at + 60_000);
          expect(minute.length).toBeLessThanOrEqual(2 * limits.profilesPerMinute);
        }
      }),
    );
  });

  test('P30 a clock that is set back gives nothing twice', () => {
    const limits = { profilesPerDay: 1, profilesPerMinute: 5 };
    const first = readProfile(undefined, 1, start + day, limits);
    expect(readProfile(first.state, 2, start, limits).allowed).toBe(false);
  });

  test('P33 yesterday can be forgotten, today cannot', () => {
    const { state } = readProfile(undefined, 1, start + 1_000);
    expect(isForgettable(state, start + 2_000)).toBe(false);
    expect(isForgettable(state, start + day)).toBe(true);
    expect(readLimits).toEqual({ profilesPerDay: 1_000, profilesPerMinute: 60 });
  });
});
