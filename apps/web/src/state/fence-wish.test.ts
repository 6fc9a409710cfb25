import { expect, test } from 'vitest';
import { anywhere, fenceOf, leavesAny, wishOf } from './fence-wish.ts';

test('what is chosen becomes a fence that always has the country of the page', () => {
  expect(fenceOf(anywhere, 'DE')).toEqual({});
  expect(fenceOf({ way: 'only', countries: ['FR'] }, 'DE')).toEqual({
    jurisdictions: { kind: 'only', names: ['DE', 'FR'] },
  });
  expect(fenceOf({ way: 'only', countries: [] }, undefined)).toEqual({
    jurisdictions: { kind: 'only', names: [] },
  });
  expect(fenceOf({ way: 'never', countries: ['US', 'DE'] }, 'DE')).toEqual({
    jurisdictions: { kind: 'never', names: ['US'] },
  });
  expect(fenceOf({ way: 'never', countries: ['DE'] }, 'DE')).toEqual({});
});

test('a fence shows as what was chosen', () => {
  for (const wish of [
    anywhere,
    { way: 'only', countries: ['DE'] },
    { way: 'never', countries: ['US'] },
  ] as const)
    expect(wishOf(fenceOf(wish, undefined))).toEqual(wish);
});

test('it is seen when no machine would be left', () => {
  expect(leavesAny({ way: 'only', countries: [] }, ['US'], 'DE')).toBe(false);
  expect(leavesAny({ way: 'only', countries: ['US'] }, ['US'], 'DE')).toBe(true);
  expect(leavesAny({ way: 'never', countries: ['US'] }, ['US'], 'DE')).toBe(false);
  expect(leavesAny({ way: 'never', countries: ['US'] }, ['US', 'FR'], 'DE')).toBe(true);
  expect(leavesAny(anywhere, [], undefined)).toBe(true);
});
