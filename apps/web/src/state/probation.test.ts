import { expect, test } from 'vitest';
import { clockText, probationChoices, probationLeft, spokenAt } from './probation.ts';

test('what is left is whole seconds, never less than none', () => {
  expect(probationLeft({ probationEndsAt: 10_000 }, 9_001)).toBe(1);
  expect(probationLeft({ probationEndsAt: 10_000 }, 12_000)).toBe(0);
  expect(probationLeft({}, 0)).toBeUndefined();
});

test('a time that was set elsewhere can be seen', () => {
  expect(probationChoices(45)).toContain(45);
  expect(probationChoices(60)).toHaveLength(5);
});

test('few moments are spoken', () => {
  expect([61, 30, 11, 10, 0].filter(spokenAt)).toEqual([30, 10]);
  expect(clockText(65)).toBe('1:05');
});
