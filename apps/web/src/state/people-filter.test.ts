import { expect, test } from 'vitest';
import { matching } from './people-filter.ts';

const people = [
  { name: 'Zoë Ångström', handle: 'zoe' },
  { name: 'ليلى حداد', handle: 'layla' },
  { name: 'Zed', handle: 'angst' },
];
const found = (text: string) => matching(people, text).map(({ handle }) => handle);

test('every word counts, accents and capitals do not', () => {
  expect(found('zoe ANGSTROM')).toEqual(['zoe']);
  expect(found('angst')).toEqual(['zoe', 'angst']);
  expect(found('ليلى')).toEqual(['layla']);
  expect(found('zoe layla')).toEqual([]);
});

test('no text finds everybody', () => {
  expect(found('  ')).toHaveLength(3);
});
