import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alwaysEveryMs,
  type BellFacts,
  type BellLevel,
  dayIn,
  isQuiet,
  levelFor,
  minuteOfDay,
  notice,
  type Occasion,
  ringEveryMs,
} from './index.ts';

const levels = ['always', 'sometimes', 'never'] as const satisfies readonly BellLevel[];
const noon = Date.UTC(2026, 5, 1, 12);
const moments = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const occasions: fc.Arbitrary<Occasion> = fc.oneof(
  fc.record({
    type: fc.constant('onStage' as const),
    level: fc.constantFrom(...levels),
    lastTold: maybe(moments),
  }),
  fc.constant({ type: 'personal' as const }),
  fc.constant({ type: 'reminder' as const }),
);
const minuteOf = fc.nat(1_439);
const facts = fc
  .record({
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'UTC'),
    quiet: maybe(fc.record({ from: minuteOf, to: minuteOf })),
    pausedUntil: maybe(fc.oneof(moments, fc.constant(Number.POSITIVE_INFINITY))),
    occasion: occasions,
    shut: fc.boolean(),
    lastRing: maybe(moments),
    unix: moments,
  })
  .map(
    ({ zone, quiet, pausedUntil, ...rest }): BellFacts => ({
      ...rest,
      settings: { zone, ...(quiet ? { quiet } : {}), ...(pausedUntil === undefined ? {} : { pausedUntil }) },
    }),
  );
const at = (over: Partial<BellFacts>): BellFacts => ({
  settings: { zone: 'UTC' },
  occasion: { type: 'personal' },
  shut: false,
  lastRing: undefined,
  unix: noon,
  ...over,
});
const stage = (level: BellLevel, lastTold?: number): Occasion => ({ type: 'onStage', level, lastTold });

describe('bells', () => {
  test('what rings is listed', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const { listed, rings } = notice(all);
        if (rings) expect(listed).toBe(true);
      }),
    );
  });

  test('B1 sometimes for those one follows, never for others', () => {
    expect(levelFor(undefined, true)).toBe('sometimes');
    expect(levelFor('always', true)).toBe('always');
    for (const level of levels) expect(levelFor(level, false)).toBe('never');
  });

  test('B2 always: each time, at most once an hour', () => {
    expect(notice(at({ occasion: stage('always') }))).toEqual({ listed: true, rings: true });
    expect(notice(at({ occasion: stage('always', noon - alwaysEveryMs) })).listed).toBe(true);
    expect(notice(at({ occasion: stage('always', noon - alwaysEveryMs + 1) })).listed).toBe(false);
  });

  test('B3 sometimes: at most one a day of the own zone', () => {
    const walks = fc.array(fc.integer({ min: 1, max: 30 * 3_600_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(walks, fc.constantFrom('Asia/Tokyo', 'America/New_York'), (waits, zone) => {
        let unix = noon;
        let lastTold: number | undefined;
        const days: number[] = [];
        for (const wait of waits) {
          unix += wait;
          const occasion: Occasion = { type: 'onStage', level: 'sometimes', lastTold };
          if (!notice(at({ settings: { zone }, occasion, unix })).listed) continue;
          lastTold = unix;
          days.push(dayIn(unix, zone));
        }
        expect(new Set(days).size).toBe(days.length);
        if (waits.length > 0) expect(days.length).toBeGreaterThan(0);
      }),
    );
  });

  test('B4 never: nothing of the stage, all that is meant for oneself', () => {
    fc.assert(
      fc.property(facts, (all) => {
        expect(notice({ ...all, occasion: stage('never') })).toEqual({ listed: false, rings: false });
      }),
    );
    expect(notice(at({}))).toEqual({ listed: true, rings: true });
  });

  test('B10 nothing passes a block or a mute', () => {
    fc.assert(
      fc.property(facts, (all) => {
        expect(notice({ ...all, shut: true })).toEqual({ listed: false, rings: false });
      }),
    );
  });

  test('B11 a pause: nothing rings, bells are not even listed, the rest waits in the list', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 1_000_000 }), (all, more) => {
        const paused = { ...all, settings: { ...all.settings, pausedUntil: all.unix + more } };
        const { listed, rings } = notice(paused);
        expect(rings).toBe(false);
        expect(listed).toBe(!all.shut && all.occasion.type !== 'onStage');
        const over = { ...all, settings: { ...all.settings, pausedUntil: all.unix } };
        const { pausedUntil: _, ...settings } = all.settings;
        expect(notice(over)).toEqual(notice({ ...all, settings }));
      }),
    );
  });

  test('B12 quiet hours hold in the own zone, over midnight too', () => {
    const night = { zone: 'UTC', quiet: { from: 22 * 60, to: 7 * 60 } };
    const on = (hour: number, minute = 0) => isQuiet(night, Date.UTC(2026, 5, 1, hour, minute));
    expect([on(21, 59), on(22), on(23), on(0), on(6, 59), on(7), on(12)]).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isQuiet({ ...night, zone: 'Asia/Tokyo' }, Date.UTC(2026, 5, 1, 14))).toBe(true);
    fc.assert(
      fc.property(facts, (all) => {
        const { quiet, zone } = all.settings;
        if (quiet?.from === quiet?.to) expect(isQuiet(all.settings, all.unix)).toBe(false);
        else {
          const turned = { zone, quiet: { from: quiet!.to, to: quiet!.from } };
          expect(isQuiet(all.settings, all.unix)).not.toBe(isQuiet(turned, all.unix));
        }
      }),
    );
  });

  test('B12 B13 in quiet hours only reminders ring', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const minute = minuteOfDay(all.unix, all.settings.zone);
        const quiet = { from: minute, to: (minute + 60) % 1_440 };
        const { rings, listed } = notice({ ...all, settings: { zone: all.settings.zone, quiet } });
        if (rings) expect(all.occasion.type).toBe('reminder');
        if (all.occasion.type === 'onStage') expect(listed).toBe(false);
        else expect(listed).toBe(!all.shut);
      }),
    );
  });

  test('B14 rings are at least a minute apart, the list is complete all the same', () => {
    expect(notice(at({ lastRing: noon - ringEveryMs + 1 }))).toEqual({ listed: true, rings: false });
    expect(notice(at({ lastRing: noon - ringEveryMs }))).toEqual({ listed: true, rings: true });
  });
});
