import { createHash } from 'node:crypto';
import { type DatabaseAddress, openDatabase } from '@stoa/social';
import { sql } from 'kysely';

/** Made-up accounts are numbered; everything about one follows from its number. */
export const idBytesOf = (account: number): Buffer => createHash('md5').update(`account ${account}`).digest();

export const sessionTokenOf = (account: number): string =>
  createHash('sha256').update(`session ${account}`).digest('base64url');

/**
 * People as networks have them: most follow a few, some hundreds, a few thousands, and whom they follow is mostly the
 * same well-known people (the lower the number, the better known). About ten follows an account.
 */
export async function fillPeople(
  address: DatabaseAddress,
  accounts: number,
  signedIn: number,
): Promise<number> {
  const { db, close } = await openDatabase(address, { connections: 1 });
  const run = (text: string) => sql.raw(text).execute(db);
  try {
    // Triggers and checks are for one row at a time; bulk filling does without, and makes the indexes at the end.
    await run(
      "set session_replication_role = replica; set maintenance_work_mem = '512MB'; set synchronous_commit = off",
    );
    await run(
      'alter table follows drop constraint follows_pkey cascade; drop index follows_by_follower, follows_by_followed',
    );
    await run(`insert into accounts (id, handle, handle_look, name, created_on)
      select md5('account ' || i)::uuid, 'p' || i, 'p' || i, 'Person ' || i, '2026-01-01'
      from generate_series(0, ${accounts - 1}) as i`);
    await run(`create temporary table numbered as select i, md5('account ' || i)::uuid as id,
        case when i % 2000 = 7 then 2000 when i % 100 = 3 then 300 when i % 11 = 2 then 30 else 1 + i % 6 end as n
      from generate_series(0, ${accounts - 1}) as i`);
    await run(`insert into follows (follower, followed)
      select * from (
        select distinct id, md5('account ' || floor(${accounts} * power(random(), 3))::int)::uuid as followed
        from numbered, generate_series(1, n)
      ) as wishes where id <> followed`);
    await run(`alter table follows add primary key (follower, followed);
      create index follows_by_follower on follows (follower, n desc);
      create index follows_by_followed on follows (followed, n desc);
      alter table bells add foreign key (account, about) references follows (follower, followed) on delete cascade`);
    await run(`insert into blocks (blocker, blocked)
      select md5('account ' || i)::uuid, md5('account ' || (i * 7 + 1) % ${accounts})::uuid
      from generate_series(0, ${accounts - 1}, 20) as i where i <> (i * 7 + 1) % ${accounts}`);
    const people = signedInPeople(accounts, signedIn);
    for (let i = 0; i < people.length; i += 500) {
      const rows = people.slice(i, i + 500).map(
        (account) => sql`(${uuid(`session ${account}`)}::uuid, ${uuid(`account ${account}`)}::uuid,
          ${createHash('sha256').update(sessionTokenOf(account)).digest()}, 'Bench', current_date, current_date)`,
      );
      await sql`insert into sessions (id, account, token_hash, label, created_on, used_on) values ${sql.join(rows)}`.execute(
        db,
      );
    }
    await run('vacuum analyze');
  } finally {
    await close();
  }
  return await countFollows(address);
}

/**
 * What the app adds to each account: how many follow it, and by what it is found. A thousand first and fifty thousand last
 * names, common ones more often, as in a telephone book. Does nothing where it was done.
 */
export async function fillSearch(address: DatabaseAddress): Promise<void> {
  const { db, close } = await openDatabase(address, { connections: 1 });
  const run = (text: string) => sql.raw(text).execute(db);
  try {
    const { rows } = await sql<{ missing: boolean }>`
      select exists (select from accounts where not exists (select from people where account = accounts.id) limit 1)
        or to_regclass('people_by_search') is null or to_regclass('people_by_followers') is null as missing`.execute(
      db,
    );
    if (!rows[0]!.missing) return;
    await run(
      "set session_replication_role = replica; set maintenance_work_mem = '512MB'; set synchronous_commit = off",
    );
    await run('drop index if exists people_by_search, people_by_followers');
    await run(`insert into people (account, followers, search)
      select id, 0, array_to_tsvector(array[handle, 'f' || floor(1000 * power(random(), 2))::int, 'l' || floor(50000 * power(random(), 2))::int])
      from accounts on conflict (account) do nothing`);
    await run(`update people set followers = n from (select followed, count(*) as n from follows group by followed) as counts
      where account = followed`);
    await run('create index people_by_search on people using gin (search) with (fastupdate = off)');
    await run('create index people_by_followers on people (followers desc)');
    await run('vacuum analyze people');
  } finally {
    await close();
  }
}

/** What somebody types who looks for a person: a first name and how the last one begins. */
export const typedName = (chance: { below(most: number): number }): string =>
  `f${chance.below(1_000)} l${chance.below(5_000)}`;

export async function countFollows(address: DatabaseAddress): Promise<number> {
  const { db, close } = await openDatabase(address, { connections: 1 });
  try {
    const { rows } = await sql<{ n: number }>`select count(*) as n from follows`.execute(db);
    return rows[0]!.n;
  } finally {
    await close();
  }
}

/** Who has a session: every so-manieth account, with few and with many follows. */
export function signedInPeople(accounts: number, signedIn: number): number[] {
  const step = Math.max(1, Math.floor(accounts / signedIn));
  return Array.from({ length: Math.min(accounts, signedIn) }, (_, i) => i * step);
}

const uuid = (text: string): string => createHash('md5').update(text).digest('hex');
