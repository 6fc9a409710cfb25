import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, startEmbedded } from '@stoa/social';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { adminDisclose, adminFigures } from './admin.ts';

let folder: string;
let printed = '';
let stop = async () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-admin-'));
  // As root, the database runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const database = await startEmbedded({ folder, unsafe: true });
  stop = () => database.stop();
  const { db, close } = await openDatabase(database.address);
  const day = new Date().toISOString().slice(0, 10);
  const account = { name: 'Ada', image: null };
  await db
    .insertInto('accounts')
    .values([
      {
        ...account,
        id: '11111111-2222-4333-8444-555555555555',
        handle: 'ada',
        handle_look: 'ada',
        created_on: day,
      },
      {
        ...account,
        id: '11111111-2222-4333-8444-666666666666',
        handle: 'eve',
        handle_look: 'eve',
        created_on: '2020-01-01',
      },
    ])
    .execute();
  await db
    .insertInto('follows')
    .values({
      follower: '11111111-2222-4333-8444-666666666666',
      followed: '11111111-2222-4333-8444-555555555555',
    })
    .execute();
  await close();
}, 60_000);
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  printed = '';
  vi.stubEnv('DATABASE_URL', '');
  vi.stubEnv('STOA_ACCOUNTS', '1');
  vi.stubEnv('STOA_DATA', folder);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text.toString();
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const disclosed = async (handle: string) => {
  printed = '';
  await adminDisclose(handle);
  return JSON.parse(printed).data;
};

test('Y13 it discloses beside the program that runs the database, and without one', {
  timeout: 60_000,
}, async () => {
  const running = await disclosed('@Ada');
  expect(running.account).toMatchObject([{ handle: 'ada', name: 'Ada' }]);
  expect(running.followers).toEqual([{ follower: 'eve' }]);
  await adminFigures(true).then(() => expect(printed).toContain('{"registered":2,"registeredSixDays":1}'));
  await stop();
  expect(await disclosed('ada')).toEqual(running);
});

test.each([
  ['nobody_here', {}, 'Nobody has this handle.'],
  ['ada', { STOA_ACCOUNTS: '0' }, 'There are no accounts: STOA_ACCOUNTS is 0.'],
  ['ada', { STOA_DATA: '/nowhere/at/all' }, 'There is no database in STOA_DATA.'],
])('what is wrong is one sentence: %s %o', { timeout: 60_000 }, async (handle, env, sentence) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  await expect(adminDisclose(handle)).rejects.toThrow(sentence);
});
