import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryToWrite } from './data-folder.ts';
import { Descriptors, limitIn, tight } from './descriptors.ts';

test('F12 some descriptors are kept back, more of a large limit, never most of a small one', () => {
  expect(tight({ used: 900, limit: 1_024 })).toBe(false);
  expect(tight({ used: 930, limit: 1_024 })).toBe(true);
  expect(tight({ used: 65_000, limit: 65_536 })).toBe(false);
  expect(tight({ used: 65_300, limit: 65_536 })).toBe(true);
  expect(tight({ used: 30, limit: 100 })).toBe(false);
});

test('F12 the limit is read as the system writes it', () => {
  const limits = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             31805                31805                processes ',
    'Max open files            1024                 524288               files     ',
  ].join('\n');
  expect(limitIn(limits)).toBe(1_024);
  expect(
    limitIn('Max open files            unlimited            unlimited            files'),
  ).toBeUndefined();
  expect(limitIn('')).toBeUndefined();
});

test('F12 who connects counts at once, before the next count', async () => {
  const descriptors = await Descriptors.watch(() => {});
  expect(descriptors?.isTight).toBe(false);
  for (let at = 0; at < 2_000_000; at += 1) descriptors?.opened();
  expect(descriptors?.isTight).toBe(true);
  descriptors?.stop();
});

test('F10 a folder that can be written is, and stays empty; one that is none says why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-watch-'));
  expect(await tryToWrite(folder)).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect(await tryToWrite(file)).toBe('ENOTDIR');
  expect(await tryToWrite(join(folder, 'nowhere'))).toBe('ENOENT');
  await rm(folder, { recursive: true });
});
