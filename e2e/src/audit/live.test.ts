// `stoa audit live` on a deployment as it stands in the world: every cell of the trust table is proven, and none is broken.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../rig/temporary.ts';
import { regenerates } from './config.ts';
import { type Deployment, type LiveResult, openDeployment } from './deployment.ts';

const KEPT = fileURLToPath(new URL('../../../docs/audit/', import.meta.url));
let deployment: Deployment;
let result: LiveResult;
let folder: string;

beforeAll(async () => {
  deployment = await openDeployment({ accounts: true });
  folder = temporaryFolder('audit');
  const files = ['--html', join(folder, 'index.html')];
  result = await deployment.audit({ more: ['--seconds', regenerates() ? '8' : '3', ...files] });
}, 150_000);
afterAll(() => deployment?.close());

test('nothing is broken', () => {
  expect(result.checks.flatMap(({ findings }) => findings)).toEqual([]);
  expect(result.counts.broken).toBe(0);
  expect(result.exit).toBe(0);
});

test('every cell that promises something is proven, each check with its control', () => {
  const states = result.checks
    .filter(({ state }) => state !== 'held')
    .map(({ id, state }) => `${id} ${state}`);
  expect(states).toEqual([]);
  expect(result.checks.every(({ state, control }) => state !== 'held' || (control ?? '') !== '')).toBe(true);
  expect(result.cells.filter(({ verdict }) => verdict === 'not tested')).toEqual([]);
  expect(result.counts.proven).toBeGreaterThan(25);
});

test('the page names no path, process or address of the machine, and is kept in the documents', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/\/tmp\/|\/work\/|10\.77\.|--pid \d/);
  expect(page).toContain('npx stoa audit live');
  if (!regenerates()) return;
  const { cells, checks, counts } = result;
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, 'index.html'), page);
  writeFileSync(
    join(KEPT, 'audit.json'),
    `${JSON.stringify({ format: 'stoa-audit-live', counts, cells, checks }, undefined, 2)}\n`,
  );
});

test('the page that is kept says what this run says', () => {
  const kept = JSON.parse(readFileSync(join(KEPT, 'audit.json'), 'utf8')) as LiveResult;
  const verdicts = ({ cells }: Pick<LiveResult, 'cells'>) =>
    cells.map(({ row, watcher, verdict }) => `${row}, ${watcher}: ${verdict}`);
  expect(verdicts(kept)).toEqual(verdicts(result));
});
