import { type MessageStanding, messageLimits } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { type Db, devicesInUse } from '../accounts/queries.ts';
import { blockedWith, isGone } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { idOf } from '../store/ids.ts';

/** The device of a session; undefined when it publishes none. */
export async function deviceOf(db: Db, session: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('devices')
    .where('session', '=', session)
    .where('removed_in', 'is', null)
    .select('id')
    .executeTakeFirst();
  return row?.id;
}

/** Where messages for an account go: its newest devices. */
export async function devicesFor(db: Db, account: string): Promise<readonly string[]> {
  const rows = await devicesInUse(db, idOf('account', account));
  return rows.slice(-messageLimits.devices).map(({ id }) => id);
}

export type Tie = { readonly standing: MessageStanding; readonly unanswered: number };

/** How `account` treats messages of `other`. Whom one follows is no stranger, whatever was before. */
export async function tieOf(db: Db, account: string, other: string): Promise<Tie> {
  const { rows } = await sql<{
    standing: MessageStanding | null;
    unanswered: number | null;
    follows: boolean;
  }>`
    select (select standing from message_ties where account = ${account} and other = ${other}),
      (select unanswered from message_ties where account = ${account} and other = ${other}),
      exists (select from follows where follower = ${account} and followed = ${other}) as follows`.execute(
    db,
  );
  const row = rows[0]!;
  return { standing: row.follows ? 'open' : (row.standing ?? 'none'), unanswered: row.unanswered ?? 0 };
}

/** From now on messages of `other` are those of a contact. False when nothing has changed. */
export async function openTie(db: Db, account: string, other: string, today: string): Promise<boolean> {
  const { rows } = await sql`
    insert into message_ties (account, other, standing, since_on) values (${account}, ${other}, 'open', ${today})
    on conflict (account, other) do update set standing = 'open', unanswered = 0, since_on = excluded.since_on
      where message_ties.standing <> 'open'
    returning account`.execute(db);
  return rows.length > 0;
}

/** One more message that was not answered. */
export async function countAsking(db: Db, account: string, other: string, today: string): Promise<void> {
  await sql`
    insert into message_ties (account, other, standing, unanswered, since_on)
      values (${account}, ${other}, 'asked', 1, ${today})
    on conflict (account, other) do update set unanswered = message_ties.unanswered + 1`.execute(db);
}

/** False when there is no such request. */
export async function answerTie(
  db: Db,
  account: string,
  other: string,
  to: 'open' | 'refused',
  today: string,
): Promise<boolean> {
  const changed = await db
    .updateTable('message_ties')
    .set({ standing: to, since_on: today, ...(to === 'open' ? { unanswered: 0 } : {}) })
    .where('account', '=', account)
    .where('other', '=', other)
    .where('standing', 'in', to === 'open' ? ['asked', 'refused', 'open'] : ['asked', 'refused'])
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** What one of them wrote and the other has not fetched, and that they ever wrote. */
export async function parted(db: Database, one: string, other: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const [owner, author] of [
      [one, other],
      [other, one],
    ] as const) {
      await trx.deleteFrom('envelopes').where('owner', '=', owner).where('author', '=', author).execute();
      await trx.deleteFrom('message_ties').where('account', '=', owner).where('other', '=', author).execute();
    }
  });
}

export const dropFrom = (db: Db, owner: string, author: string) =>
  db.deleteFrom('envelopes').where('owner', '=', owner).where('author', '=', author).execute();

export type NewEnvelope = {
  readonly id: string;
  readonly device: string;
  readonly owner: string;
  readonly envelope: Uint8Array;
};

/** Was this message sent to that person before, and is a copy still waiting? */
export async function isStored(db: Db, owner: string, author: string, message: string): Promise<boolean> {
  const row = await db
    .selectFrom('envelopes')
    .where('author', '=', author)
    .where('message', '=', message)
    .where('owner', '=', owner)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The same message twice is stored once; of too many for one device the oldest go. */
export async function store(
  db: Db,
  all: readonly NewEnvelope[],
  author: string,
  message: string,
  today: string,
): Promise<void> {
  if (all.length === 0) return;
  await db
    .insertInto('envelopes')
    .values(
      all.map(({ id, device, owner, envelope }) => ({
        ...{ id, device, owner, author, message, arrived_on: today },
        envelope: Buffer.from(envelope),
      })),
    )
    .onConflict((conflict) => conflict.columns(['device', 'author', 'message']).doNothing())
    .execute();
  const { waiting, waitingFromOne } = messageLimits;
  await sql`
    delete from envelopes where id in (
      select id from (
        select id, row_number() over (partition by device order by n desc) as place,
          row_number() over (partition by device, author order by n desc) as of_one
        from envelopes where device = any(${all.map(({ device }) => device)}::uuid[])) as placed
      where place > ${waiting} or of_one > ${waitingFromOne})`.execute(db);
}

/** Oldest first; nothing from behind a block. */
export async function waitingFor(db: Db, owner: string, device: string, atMost: number) {
  return await db
    .selectFrom('envelopes')
    .where('device', '=', device)
    .where('owner', '=', owner)
    .where((eb) => eb.not(blockedWith(owner, 'envelopes.author')))
    .where((eb) => eb.not(isGone('envelopes.author')))
    .select(['id', 'author', 'envelope'])
    .orderBy('n')
    .limit(atMost)
    .execute();
}

export async function forget(db: Db, device: string, ids: readonly string[]): Promise<void> {
  await db.deleteFrom('envelopes').where('device', '=', device).where('id', 'in', ids).execute();
}

/** What waits for devices that were taken away opens nowhere any more. */
export async function dropForRemoved(db: Db, owner: string): Promise<void> {
  await sql`
    delete from envelopes using devices
    where envelopes.owner = ${owner} and devices.id = envelopes.device and devices.removed_in is not null`.execute(
    db,
  );
}

/** Those of them with whom there ever was a message, either way. */
export async function partners(db: Db, me: string, accounts: readonly string[]) {
  const { rows } = await sql<{ id: string; generation: number; standing: MessageStanding }>`
    select accounts.id, accounts.device_generation as generation,
      case when exists (select from follows where follower = ${me} and followed = accounts.id) then 'open'
        else coalesce(mine.standing, 'none') end as standing
    from accounts
      left join message_ties as mine on mine.account = ${me} and mine.other = accounts.id
      left join message_ties as theirs on theirs.account = accounts.id and theirs.other = ${me}
    where accounts.id = any(${[...new Set(accounts)]}::uuid[])
      and (mine.account is not null or theirs.account is not null)`.execute(db);
  return rows;
}

export const sweepEnvelopes = (db: Db, lastDay: string) =>
  db.deleteFrom('envelopes').where('arrived_on', '<=', lastDay).execute();

export const sweepRequests = (db: Db, lastDay: string) =>
  db.deleteFrom('message_ties').where('standing', '<>', 'open').where('since_on', '<=', lastDay).execute();
