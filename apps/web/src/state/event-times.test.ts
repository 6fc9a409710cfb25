import { expect, test } from 'vitest';
import { localTimeOf, nextFullHour, zones } from './event-times.ts';

test('a moment is written as the clocks of the zone show it', () => {
  const noon = Date.UTC(2026, 0, 5, 12, 30);
  expect(localTimeOf(noon, 'UTC')).toBe('2026-01-05T12:30');
  expect(localTimeOf(noon, 'Asia/Tokyo')).toBe('2026-01-05T21:30');
  expect(localTimeOf(Date.UTC(2026, 0, 5, 0, 5), 'America/New_York')).toBe('2026-01-04T19:05');
  expect(localTimeOf(Date.UTC(2026, 6, 5, 22, 0), 'Europe/Berlin')).toBe('2026-07-06T00:00');
});

test('an event is proposed for a full hour that is at least an hour away', () => {
  const now = Date.UTC(2026, 0, 5, 12, 30);
  expect(nextFullHour(now)).toBe(Date.UTC(2026, 0, 5, 14, 0));
  expect(nextFullHour(Date.UTC(2026, 0, 5, 12, 0))).toBe(Date.UTC(2026, 0, 5, 13, 0));
});

test('the own zone is the first choice, and stands there once', () => {
  const all = zones('Europe/Berlin');
  expect(all[0]).toBe('Europe/Berlin');
  expect(new Set(all).size).toBe(all.length);
});
