import type { AccountId } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import { lockAccount } from '../accounts/queries.ts';
import { adoptOwnerless } from '../clubs/clubs.ts';
import type { House } from '../feature.ts';
import type { Database } from '../ports.ts';
import { dayAfter, dayOf } from '../store/day.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';
import type { Holding } from './holding.ts';
import { holdings } from './registry.ts';

/** Rows that one statement takes away: nobody else waits long for it. */
const batch = 1_000;
const triesAtMost = 5;

/**
 * Ends the account for everybody, at once and in one transaction: nobody can sign in, see or find it, and its handle is
 * free. What may be millions of rows goes afterwards (`erase`). False when there is no such account any more.
 */
export async function leave(house: House, account: AccountId, now: number): Promise<boolean> {
  const done = await patiently(() =>
    house.db.transaction().execute((trx) => endIn(trx, house, account, now)),
  );
  if (!done.there) return false;
  house.news.tell({ kind: 'accountGone', account });
  // The account has left whether this succeeds or not: the clubs' own sweep does it then.
  if (done.owned > 0) {
    await adoptOwnerless(house).catch(() => house.log({ event: 'sweepFailed', where: 'clubs' }));
  }
  for (const session of done.sessions) house.freshness.forget(idOf('session', session));
  return true;
}

async function endIn(trx: Transaction<Tables>, house: House, account: AccountId, now: number) {
  const me = uuidOf(account);
  await lockPerson(trx, me);
  if (!(await lockAccount(trx, account))) return { there: false, owned: 0, sessions: [] };
  const owned = await trx
    .selectFrom('club_people')
    .where('account', '=', me)
    .where('standing', '=', 'owner')
    .select('club')
    .execute();
  const sessions = await trx.selectFrom('sessions').where('account', '=', me).select('id').execute();
  for (const one of holdings) {
    if (one.erased === 'first') await removeRows(trx, one, me);
  }
  // A handle that nobody can have, until the row goes.
  const nobody = `-${newId('account', house.random).reveal()}`;
  await trx
    .updateTable('accounts')
    .set({ handle: nobody, handle_look: nobody, name: '', bio: '', links: [], image: null, operator: false })
    .where('id', '=', me)
    .execute();
  await sql`update people set gone = true, search = '' where account = ${me}`.execute(trx);
  await trx
    .insertInto('leaving')
    .values({ account: me, asked_on: dayOf(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { there: true, owned: owned.length, sessions: sessions.map(({ id }) => id) };
}

/** Before the account's own row, as a follow does it. */
const lockPerson = (trx: Transaction<Tables>, me: string) =>
  trx.selectFrom('people').where('account', '=', me).select('account').forUpdate().execute();

/** Takes away what is left of an account that has left. */
export async function erase(db: Database, account: AccountId): Promise<void> {
  const me = uuidOf(account);
  for (const one of holdings) {
    if (one.erased !== 'batches') continue;
    const remove =
      one.table === 'follows' ? () => removeFollows(db, me) : () => removeRows(db, one, me, batch);
    while ((await patiently(remove)) > 0) {}
  }
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await lockPerson(trx, me);
      const row = await lockAccount(trx, account);
      // Whatever a call that was under way has added since.
      for (const one of holdings) if (one.erased === 'first') await removeRows(trx, one, me);
      if (row) await trx.deleteFrom('accounts').where('id', '=', me).execute();
    }),
  );
}

/** Accounts whose deletion was asked for so many days ago, or was broken off. */
export async function eraseAllDue(house: Pick<House, 'db'>, now: number, days: number): Promise<void> {
  const due = await house.db
    .selectFrom('leaving')
    .where('asked_on', '<=', dayAfter(now, -days))
    .select('account')
    .execute();
  for (const { account } of due) await erase(house.db, idOf('account', account));
}

/** How many rows went; at most `limit` for each side of a table. */
async function removeRows(
  db: Database | Transaction<Tables>,
  { table, views }: Holding,
  me: string,
  limit?: number,
): Promise<number> {
  let count = 0;
  for (const column of new Set(views.map(({ whose }) => whose))) {
    const about = views.some((view) => view.picture && view.whose === column)
      ? sql`(select image from accounts where id = ${me})`
      : sql`${me}`;
    const t = sql.table(table);
    const which = sql`${sql.ref(column)} = ${about}`;
    const { numAffectedRows } = await (limit === undefined
      ? sql`delete from ${t} where ${which}`
      : sql`delete from ${t} where ctid = any(array(select ctid from ${t} where ${which} limit ${limit}))`
    ).execute(db);
    count += Number(numAffectedRows ?? 0n);
  }
  return count;
}

/**
 * Follows of the account, either way. They are counted with each person: those rows are locked first, all in the order in
 * which a single follow locks its two, so that nobody waits for each other in a ring.
 */
async function removeFollows(db: Database, me: string): Promise<number> {
  let count = 0;
  for (const [mine, other] of [
    ['follower', 'followed'],
    ['followed', 'follower'],
  ] as const) {
    count += await db.transaction().execute(async (trx) => {
      const rows = await trx.selectFrom('follows').where(mine, '=', me).select(other).limit(batch).execute();
      const others = rows.map((row) => (row as Record<typeof other, string>)[other]);
      if (others.length === 0) return 0;
      await sql`select from people where account = ${me} or account = any(${others}::uuid[])
        order by account for update`.execute(trx);
      await sql`delete from follows where ${sql.ref(mine)} = ${me}
        and ${sql.ref(other)} = any(${others}::uuid[])`.execute(trx);
      return others.length;
    });
  }
  return count;
}

/** Again when the database had to break it off since somebody else's change crossed it. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const crossed =
        error instanceof Error && 'code' in error && ['40P01', '40001'].includes(String(error.code));
      if (!crossed || tries === triesAtMost) throw error;
    }
  }
}
