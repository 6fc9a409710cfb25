import { reactions } from '@stoa/client';
import { expect, test } from 'vitest';
import { en } from '../strings/en.ts';
import { laneOf, signNames, signs, tallyOf } from './reactions.ts';

test('every sign of a room has a name', () => {
  expect([...signs].sort()).toEqual([...reactions].sort());
  for (const sign of signs) expect(en.chat.sign[signNames[sign]]).toBeTruthy();
});

test('signs are counted, the most frequent first', () => {
  const shown = (['👏', '🎉', '👏'] as const).map((sign, number) => ({ sign, number, at: 0 }));
  expect(tallyOf(shown)).toEqual([
    { sign: '👏', count: 2 },
    { sign: '🎉', count: 1 },
  ]);
});

test('one after the other they rise in different places', () => {
  expect(new Set([0, 1, 2, 3, 4, 5, 6, 7].map(laneOf)).size).toBe(8);
});
