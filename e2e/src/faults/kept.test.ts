import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from './faults.ts';
import { type Kept, page } from './kept.ts';

const docs = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

test('the page of faults is that of the runs that were kept, and every case is on it', () => {
  const all = JSON.parse(docs('faults.json')) as Kept[];
  expect(docs('faults.md')).toBe(page(all));
  expect(all.map(({ name }) => name)).toEqual(faults.map(({ name }) => name));
  expect(all.filter(({ held }) => !held).map(({ name }) => name)).toEqual([]);
});
