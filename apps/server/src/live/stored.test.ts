import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Material } from '@stoa/observatory/live';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchMemory } from './memory.ts';
import { searchDatabase, searchFiles, searchLog } from './stored.ts';

const NAME = 'Qorvel Tamsin';
const HANDLE = Buffer.from('5f1e0a77c3d9b24866aa01fe90817263', 'hex');
const material: Material = {
  host: 'rooms.example',
  isTls: true,
  planted: [
    { kind: 'name', canary: { what: 'name', text: NAME } },
    { kind: 'handle', canary: { what: 'room handle', bytes: HANDLE } },
  ],
  spoken: [],
  isAlone: false,
  fence: [],
  expected: new Set(),
  people: ['192.0.2.77'],
  control: 'a1b2c3d4e5f60718293a4b5c',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stored-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string, string, string[]]>([
  ['numbers and words', '{"event":"eraBegan","rooms":1}\n', []],
  ['a name in base64', `{"who":"${Buffer.from(NAME).toString('base64')}"}\n`, ['O701']],
  ['a handle in hex', `${HANDLE.toString('hex')}\n`, ['O701']],
  ["a participant's address", 'from 192.0.2.77\n', ['O701']],
])('a log with %s', async (_what, line, codes) => {
  const log = join(folder, 'log');
  writeFileSync(log, `before the run: ${NAME}\n`);
  const before = `before the run: ${NAME}\n`.length;
  appendFileSync(log, line);
  const { findings, control, seen } = await searchLog(log, before, material);
  expect(findings.map(({ code }) => code)).toEqual(codes);
  expect(control).toBeDefined();
  expect(seen).toBe(`${line.length} bytes were written during the run.`);
});

test('a log that did not grow, or is not there, proves nothing', async () => {
  const log = join(folder, 'log');
  writeFileSync(log, 'old\n');
  expect((await searchLog(log, 4, material)).control).toBeUndefined();
  expect((await searchLog(join(folder, 'none'), 0, material)).notRun).toMatch(/cannot be read/);
});

test('every file of a folder is looked into, also across the pieces in which it is read', async () => {
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'clean'), randomBytes(5000));
  expect((await searchFiles(folder, material)).findings).toEqual([]);
  const seam = Buffer.concat([Buffer.alloc((1 << 20) - 6, 1), HANDLE, Buffer.alloc(50, 2)]);
  writeFileSync(join(folder, 'deep', 'er', 'seam'), seam);
  const { findings, control, seen } = await searchFiles(folder, material);
  expect(findings.map(({ code, title }) => [code, title.endsWith('in deep/er/seam')])).toEqual([
    ['O702', true],
  ]);
  expect(control).toBeDefined();
  expect(seen).toMatch(/^2 files/);
});

test('rows of a database, and one that hides what it was given', async () => {
  const rows = async function* (control: string, text: string) {
    yield { table: 'control', text: control };
    yield { table: 'visits', text };
  };
  const clean = await searchDatabase(rows(`"${material.control}"`, '{"a":1}'), material);
  expect([clean.findings, clean.control !== undefined]).toEqual([[], true]);
  const found = await searchDatabase(
    rows(`"${material.control}"`, `{"who":"\\\\x${HANDLE.toString('hex')}"}`),
    material,
  );
  expect(found.findings.map(({ code }) => code)).toEqual(['O703']);
  expect((await searchDatabase(rows('""', '{}'), material)).control).toBeUndefined();
});

test('accounts may be in rows and files of their own, in the log never', async () => {
  const account = Buffer.from('00aa17c3d9b2486690817263fe01e5f1', 'hex');
  const canary = { what: 'account id of a member', bytes: account };
  const withAccount: Material = { ...material, planted: [{ kind: 'account', canary }, ...material.planted] };
  const text = `{"account":"${account.toString('base64url')}"}\n`;
  const rows = async function* (more: string) {
    yield { table: 'control', text: material.control };
    yield { table: 'accounts', text: text + more };
  };
  expect((await searchDatabase(rows(''), withAccount)).findings).toEqual([]);
  const beside = await searchDatabase(rows(HANDLE.toString('base64url')), withAccount);
  expect(beside.findings.map(({ code }) => code)).toEqual(['O703']);
  writeFileSync(join(folder, 'log'), text);
  expect((await searchFiles(folder, withAccount)).findings).toEqual([]);
  const { findings } = await searchLog(join(folder, 'log'), 0, withAccount);
  expect(findings.map(({ code }) => code)).toEqual(['O701']);
});

test('the memory of a process is searched as it stands', async () => {
  const [secret, other] = [randomBytes(24), randomBytes(24)];
  const hold =
    'const kept = process.argv.slice(1).map((one) => Buffer.from(one, "hex")); console.log(kept.length); setInterval(() => kept, 1000)';
  const child = spawn(process.execPath, ['-e', hold, secret.toString('hex'), other.toString('hex')]);
  await once(child.stdout, 'data');
  const result = await searchMemory({
    pids: [child.pid!],
    what: 'a process',
    canaries: [{ what: 'secret', bytes: secret }],
    control: [{ what: 'control', bytes: other }],
    controlText: 'seen',
  });
  child.kill('SIGKILL');
  // Without the right to look, it says so instead of proving anything.
  if (result.notRun !== undefined) expect(result.notRun).toMatch(/root/);
  else expect([result.findings.map(({ code }) => code), result.control]).toEqual([['O705'], 'seen']);
  expect(
    (await searchMemory({ pids: [], what: 'the relay', canaries: [], control: [], controlText: '' })).notRun,
  ).toMatch(/--pid/);
});
