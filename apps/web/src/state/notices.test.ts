import { expect, test } from 'vitest';
import { noticesOf } from './notices.ts';

const none = new Set<string>();
const kinds = (...alarms: Parameters<typeof noticesOf>[0]) =>
  noticesOf(alarms, none).map((notice) => notice.kind);

test('a returning host ends what only its absence caused', () => {
  expect(kinds('hostMissing')).toEqual(['hostMissing']);
  expect(kinds('hostMissing', 'sendingStopped')).toEqual(['sendingStopped']);
  expect(kinds('hostMissing', 'sendingStopped', 'hostBack')).toEqual([]);
  expect(kinds('hostMissing', 'hostBack', 'hostMissing')).toEqual(['hostMissing']);
  expect(kinds('keysRestarted', 'hostMissing', 'hostBack')).toEqual(['keysRestarted']);
});

test('the most serious stands first', () => {
  expect(kinds('hostMissing', 'keysRestarted', 'forgedKeys', 'forkedRoster')).toEqual([
    'forkedRoster',
    'forgedKeys',
    'keysRestarted',
    'hostMissing',
  ]);
});

test('a dismissed notice stays away until the same thing happens again', () => {
  const first = noticesOf(['forgedKeys'], none);
  const dismissed = new Set(first.map((notice) => notice.key));
  expect(noticesOf(['forgedKeys'], dismissed)).toEqual([]);
  expect(noticesOf(['forgedKeys', 'forgedKeys'], dismissed)).toHaveLength(1);
});

test('what ends by itself cannot be clicked away', () => {
  expect(noticesOf(['sendingStopped'], none)[0]?.dismissable).toBe(false);
  expect(noticesOf(['hostMissing'], none)[0]?.dismissable).toBe(false);
});
