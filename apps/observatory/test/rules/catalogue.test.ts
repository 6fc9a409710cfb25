import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/index.ts';
import { LIVE_FINDINGS } from '../../src/live/index.ts';
import { RULES } from '../../src/rules/index.ts';

test('SPEC.md and the catalogue say the same', () => {
  const spec = readFileSync(join(import.meta.dirname, '..', '..', 'SPEC.md'), 'utf8');
  const rows = [...spec.matchAll(/^\| (O\d{3}) \| ([^|]+) \| (\w+) \|/gm)].map((one) => [
    one[1],
    one[2]!.trim(),
    one[3],
  ]);
  const all = [...Object.entries(CATALOGUE), ...Object.entries(LIVE_FINDINGS)];
  expect(rows).toEqual(all.map(([code, { name, severity }]) => [code, name, severity]));
});

test('each code belongs to a rule, to the reader or to the guard', () => {
  const given = new Set([...RULES.flatMap((rule) => rule.codes), 'O901', 'O902']);
  expect([...given].sort()).toEqual(Object.keys(CATALOGUE).sort());
});
