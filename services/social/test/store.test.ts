import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionOf, type DatabaseAddress, openDatabase } from '../src/store/database.ts';
import { dayOf } from '../src/store/day.ts';
import { anyoneCanEnter, databaseAccount } from '../src/store/embedded/account.ts';
import { type EmbeddedDatabase, startEmbedded } from '../src/store/embedded/start.ts';
import { DatabaseFault } from '../src/store/fault.ts';
import { idOf, newId, uuidOf } from '../src/store/ids.ts';
import { migrate, readMigrations } from '../src/store/migrate.ts';
import { planned } from '../src/store/planned.ts';
import { oldServer } from './old-server.ts';
import { randomly } from './town.ts';

const folders: string[] = [];
async function newFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-store-'));
  await chmod(folder, mode);
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('D1 the tables', () => {
  let embedded: EmbeddedDatabase;
  beforeAll(async () => {
    embedded = await startEmbedded({ folder: await newFolder(), unsafe: true });
  }, 60_000);
  afterAll(() => embedded.stop());

  async function emptyDatabase(name: string): Promise<DatabaseAddress> {
    const client = new pg.Client(connectionOf(embedded.address));
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return { ...(embedded.address as { socketFolder: string; user: string }), database: name };
  }

  test('D1 two programs that start at once make them once', async () => {
    const address = await emptyDatabase('twice');
    const both = await Promise.all([openDatabase(address), openDatabase(address)]);
    const { db } = both[0];
    const rows = await db
      .withTables<{ migrations: { name: string } }>()
      .selectFrom('migrations')
      .select('name')
      .orderBy('name')
      .execute();
    expect(rows.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name));
    for (const each of both) await each.close();
  });

  test('D1 a connection that is lost between two statements fails its transaction, and nothing else', async () => {
    const address = await emptyDatabase('lost');
    const open = await openDatabase(address, { connections: 2 });
    const lost = open.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(open.db);
      // Nothing is under way when the connection ends.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`select 1`.execute(trx);
    });
    await expect(lost).rejects.toThrow();
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(open.db);
    expect(rows).toEqual([{ one: 1 }]);
    await open.close();
  });

  test('what comes with nearly every call is planned once for a connection, with any values', async () => {
    const open = await openDatabase(await emptyDatabase('planned'), { connections: 1 });
    const names = async () =>
      (await sql<{ name: string }>`select name from pg_prepared_statements`.execute(open.db)).rows;
    const sum = async (one: number, other: number) =>
      (await sql<{ n: number }>`${planned} select ${one}::int + ${other}::int as n`.execute(open.db)).rows;
    expect([await sum(1, 2), await sum(3, 4), await sum(5, 6)]).toEqual([
      [{ n: 3 }],
      [{ n: 7 }],
      [{ n: 11 }],
    ]);
    expect(await names()).toHaveLength(1);
    await open.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ n: number }>`${planned} select ${7}::int * 2 as n`.execute(trx);
      expect(rows).toEqual([{ n: 14 }]);
    });
    await expect(sql`${planned} select ${1}::int / 0`.execute(open.db)).rejects.toThrow();
    // Any other statement is not kept.
    expect((await sql<{ n: number }>`select ${2}::int as n`.execute(open.db)).rows).toEqual([{ n: 2 }]);
    expect(await names()).toHaveLength(3);
    await open.close();
  });

  test('D1 a migration is whole or not at all', async () => {
    const pool = new pg.Pool(connectionOf(await emptyDatabase('half')));
    const bad = { name: '0002-bad.sql', sql: 'create table half (a int); select nonsense;', checksum: 'x' };
    const good = { name: '0001-good.sql', sql: 'create table whole (a int);', checksum: 'y' };
    await expect(migrate(pool, [good, bad])).rejects.toThrow();
    const { rows } = await pool.query("select to_regclass('whole') as whole, to_regclass('half') as half");
    expect(rows).toEqual([{ whole: null, half: null }]);
    expect(await migrate(pool, [good])).toEqual(['0001-good.sql']);
    expect(await migrate(pool, [good])).toEqual([]);
    await pool.end();
  });

  test('D1 files that were changed, or tables of a newer release, are refused in a sentence', async () => {
    const pool = new pg.Pool(connectionOf(await emptyDatabase('changed')));
    const first = { name: '0001-first.sql', sql: 'create table one (a int);', checksum: 'a' };
    await migrate(pool, [first]);
    await expect(migrate(pool, [{ ...first, checksum: 'b' }])).rejects.toThrow(
      /Migration 0001-first.sql is not the one/,
    );
    await expect(migrate(pool, [])).rejects.toThrow(/newer Stoa/);
    await pool.end();
  });

  test('D1 every feature has one numbered file, and no number is used twice', () => {
    const numbers = readMigrations().map(({ name }) => name.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('D2 ids are any 128 bits, days are days, large numbers are numbers', async () => {
    const { db, close } = await openDatabase(embedded.address);
    const id = newId('account', randomly);
    expect(idOf('account', uuidOf(id)).equals(id)).toBe(true);
    const day = dayOf(Date.UTC(2026, 0, 31, 23, 59));
    const row = { id: uuidOf(id), handle: 'x', handle_look: 'x', name: 'X', image: null, created_on: day };
    await db.insertInto('accounts').values(row).execute();
    const [read] = await db.selectFrom('accounts').selectAll().execute();
    expect(read).toMatchObject({ id: uuidOf(id), created_on: '2026-01-31', links: [] });
    const { count } = await db
      .selectFrom('accounts')
      .select((all) => all.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
    await close();
  });
});

describe('D3 a database that is not right is one sentence', () => {
  const sentence = async (address: DatabaseAddress) => {
    const error: unknown = await openDatabase(address).then(
      async ({ close }) => close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DatabaseFault);
    return (error as Error).message;
  };

  test('D3 an older PostgreSQL', async () => {
    const old = await oldServer('140011');
    expect(await sentence({ url: old.url })).toBe('The database is PostgreSQL 14; Stoa needs 15 or later.');
    old.close();
  });

  test.each([
    ['mysql://localhost/stoa', /DATABASE_URL must be the address/],
    ['postgres://stoa:SECRET@127.0.0.1:9/stoa', /does not answer/],
    ['postgres://stoa:SECRET@no-such-host.invalid/stoa', /host in DATABASE_URL is not known/],
  ])('D3 %s', async (url, words) => {
    const said = await sentence({ url });
    expect(said).toMatch(words);
    expect(said).not.toContain('SECRET');
  });

  test('D3 a wrong name of the database', async () => {
    const embedded = await startEmbedded({ folder: await newFolder(), unsafe: true });
    const { socketFolder } = embedded.address as { socketFolder: string };
    expect(await sentence({ url: `postgres://stoa@localhost/nothing?host=${socketFolder}` })).toMatch(
      /does not exist/,
    );
    expect(await sentence({ url: `postgres://nobody@localhost/stoa?host=${socketFolder}` })).toMatch(
      /refuses the user/,
    );
    await embedded.stop();
    expect(await sentence(embedded.address)).toMatch(/does not answer/);
  }, 60_000);
});

describe('D4 our own database', () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  function program(folder: string) {
    const file = join(import.meta.dirname, 'embedded-child.ts');
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
    });
    const rows = () => [...said.matchAll(/row (\d+)\n/g)].map(([, n]) => Number(n));
    const pid = () => Number(/pid (\d+)\n/.exec(said)?.[1]);
    return { child, rows, pid, closed: once(child, 'close') };
  }

  test('D4 when its program is killed it stops by itself, and what was committed is there', async () => {
    const folder = await newFolder();
    const first = program(folder);
    await expect.poll(() => first.rows().length, { timeout: 60_000 }).toBeGreaterThan(50);
    first.child.kill('SIGKILL');
    await first.closed;
    const again = await startEmbedded({ folder });
    expect(existsSync(`/proc/${first.pid()}`)).toBe(false);
    const { db, close } = await openDatabase(again.address);
    const { count } = await db
      .selectFrom('images')
      .select((all) => all.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBeGreaterThanOrEqual(first.rows().length);
    await close();
    await again.stop();
  }, 120_000);

  test('D4 when program and database are both killed, the next start puts it right', async () => {
    const folder = await newFolder();
    const first = program(folder);
    await expect.poll(() => first.rows().length, { timeout: 60_000 }).toBeGreaterThan(50);
    process.kill(first.pid(), 'SIGKILL');
    first.child.kill('SIGKILL');
    await first.closed;
    const again = await startEmbedded({ folder });
    const { db, close } = await openDatabase(again.address);
    const rows = await db.selectFrom('images').select('id').execute();
    const there = new Set(rows.map(({ id }) => Number(id.slice(-12))));
    expect(first.rows().filter((n) => !there.has(n))).toEqual([]);
    await close();
    await again.stop();
  }, 120_000);

  test('D4 a stale pid file, an unfinished first start and a second program are each dealt with', async () => {
    const folder = await newFolder();
    const place = join(folder, 'postgres');
    const account = databaseAccount();
    await mkdir(join(place, 'init-999999999'), { recursive: true });
    const one = await startEmbedded({ folder, unsafe: true });
    expect((await readdir(place)).sort()).toEqual(['data']);
    await expect(startEmbedded({ folder, unsafe: true, olderMs: 300 })).rejects.toThrow(
      /Another Stoa uses this data folder/,
    );
    await one.stop();
    // The number of a process that lives, but is no database.
    const file = join(place, 'data', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${join(place, 'data')}\n0\n5432\n/tmp/nowhere\n`);
    if (account) await chown(file, account.uid, account.gid);
    const two = await startEmbedded({ folder, unsafe: true });
    await two.stop();
    expect(existsSync(file)).toBe(false);
  }, 120_000);

  test('D4 its socket is in a folder that nobody else can enter, and is gone afterwards', async () => {
    const folder = await newFolder();
    const one = await startEmbedded({ folder, unsafe: true });
    const { socketFolder } = one.address as { socketFolder: string };
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    expect(join(socketFolder, '.s.PGSQL.5432').length).toBeLessThan(107);
    const client = new pg.Client(connectionOf(one.address));
    await client.connect();
    const { rows } = await client.query('show listen_addresses');
    expect(rows).toEqual([{ listen_addresses: '' }]);
    await client.end();
    await one.stop();
    expect(existsSync(socketFolder)).toBe(false);
  }, 60_000);

  test.runIf(databaseAccount())(
    'D4 as root with a data folder that no other user can enter, it is kept elsewhere and says where',
    async () => {
      const [folder, elsewhere] = [await newFolder(0o700), await newFolder()];
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      const one = await startEmbedded({ folder, elsewhere, unsafe: true, say });
      await one.stop();
      const [name] = await readdir(elsewhere);
      expect(said[0]).toContain(join(elsewhere, name!));
      expect(await readdir(folder)).toEqual([]);
      const two = await startEmbedded({ folder, elsewhere, unsafe: true, say });
      await two.stop();
      expect(await readdir(elsewhere)).toEqual([name]);
    },
    60_000,
  );

  test('D4 whether others can enter depends on every folder above', async () => {
    const folder = await newFolder(0o700);
    await mkdir(join(folder, 'inner'), { mode: 0o755 });
    expect(anyoneCanEnter(join(folder, 'inner', 'not there yet'))).toBe(false);
    await chmod(folder, 0o711);
    expect(anyoneCanEnter(join(folder, 'inner', 'not there yet'))).toBe(true);
  });
});
