import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, startEmbedded } from '@stoa/social';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  adminBan,
  adminCheckLog,
  adminDisclose,
  adminFigures,
  adminOperator,
  adminSafetyKey,
  adminUnban,
} from './admin.ts';

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

test('S10 S14 the operator bans and unbans at the machine, and the log says so', {
  timeout: 60_000,
}, async () => {
  const banned = async () => (await disclosed('@eve')).ban;
  await adminBan('@Eve', { reason: 'spam', note: 'Enough.', days: '3' });
  expect(await banned()).toMatchObject([{ reason: 'spam', note: 'Enough.', until: expect.any(String) }]);
  await adminUnban('@eve');
  expect(await banned()).toEqual([]);
  printed = '';
  await adminUnban('@eve');
  expect(printed).toBe('There was no ban.\n');
  await expect(adminBan('@nobody', { reason: 'spam', note: '' })).rejects.toThrow('Nobody has this handle.');
  await expect(adminBan('@eve', { reason: 'dislike', note: '' })).rejects.toThrow('A reason is one of');
  await expect(adminBan('@eve', { reason: 'spam', note: '', days: '1.5' })).rejects.toThrow('whole number');
});

test('S6 S16 the key of the safety team is printed once, and a log that was changed is found out', {
  timeout: 60_000,
}, async () => {
  printed = '';
  await adminSafetyKey();
  expect(printed).toMatch(/^stoa-safety-key:1:[A-Za-z0-9_-]{43}\n$/);
  await adminOperator('@ada', false);
  expect((await disclosed('@ada')).account).toMatchObject([{ operator: true }]);
  await adminOperator('@ada', true);
  expect((await disclosed('@ada')).account).toMatchObject([{ operator: false }]);
  printed = '';
  await adminCheckLog();
  expect(printed).toMatch(/^logs +1\nentries +3\ndigest +[0-9a-f]{64}\n$/);
  const database = await startEmbedded({ folder });
  const { db, close } = await openDatabase(database.address);
  const { n, ...newest } = await db
    .selectFrom('moderation_log')
    .selectAll()
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('moderation_log')
    .values({ ...newest, n: n + 1 })
    .execute();
  await close();
  await database.stop();
  await expect(adminCheckLog()).rejects.toThrow('1 of the logs were changed.');
});
