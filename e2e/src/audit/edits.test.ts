import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as mutants from '../wire/mutants.ts';
import type { Edit } from '../wire/mutations.ts';
import { LEAKS } from './leaks.ts';

// Said at once, and for all of them, instead of by a run of minutes.
test('every edit that breaks a promise fits exactly one place of the program', () => {
  const edits: Edit[] = [
    ...LEAKS.flatMap(({ participants = [], server = [] }) => [...participants, ...server]),
    ...Object.values(mutants).flat(),
  ];
  const places = ({ file, find }: Edit) =>
    readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split(find).length - 1;
  expect(edits.filter((edit) => places(edit) !== 1)).toEqual([]);
});
