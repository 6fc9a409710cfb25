import { expect, test } from 'vitest';
import { aheadOf, wayOf } from './check-connection.ts';

test('what came back by UDP says UDP; checks that were only sent do not', () => {
  const udp = { transport: 'udp', receivedBytes: 0 } as const;
  const signaling = { transport: 'tcp', receivedBytes: 900 } as const;
  expect(wayOf([signaling, udp])).toBe('tcp');
  expect(wayOf([signaling, { ...udp, receivedBytes: 1 }])).toBe('udp');
});

test('a clock is off by what the whole second of an answer and its way do not explain', () => {
  const date = 'Sun, 22 Nov 2026 09:00:00 GMT';
  const at = Date.parse(date);
  expect(aheadOf(date, at + 100, at + 300)).toBe(0);
  expect(aheadOf(date, at + 900, at + 4_000)).toBe(0);
  expect(aheadOf(date, at + 61_000, at + 61_200)).toBe(60_000);
  expect(aheadOf(date, at - 30_200, at - 30_000)).toBe(-30_000);
  expect(aheadOf(null, at, at)).toBeUndefined();
});
