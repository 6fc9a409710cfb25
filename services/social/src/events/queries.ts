import { eventLimits } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import { isGone } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { lookingFor, termsOf } from '../store/search.ts';
import type { Tables } from '../store/tables/index.ts';
import { type EventRow, eventRows } from './rows.ts';

type Trx = Transaction<Tables>;
type Db = Database | Trx;

export const eventRow = async (db: Db, event: string, viewer: string): Promise<EventRow | undefined> =>
  (await eventRows(db, viewer, sql`where events.id = ${event}`))[0];

/** The event as it is, and it stays so until the transaction ends. */
export async function lockEvent(trx: Trx, event: string): Promise<void> {
  await trx.selectFrom('events').where('id', '=', event).select('id').forUpdate().execute();
}

export type EventValues = {
  readonly title: string;
  readonly description: string;
  readonly startsAt: number;
  readonly minutes: number;
  readonly zone: string;
};

export async function createEvent(
  trx: Trx,
  event: {
    readonly id: string;
    readonly host: string;
    readonly club: string | null;
    readonly audience: 'everyone' | 'club';
    readonly values: EventValues;
    readonly asked: readonly string[];
    readonly now: number;
  },
): Promise<void> {
  const { title, description, startsAt, minutes, zone } = event.values;
  await trx
    .insertInto('events')
    .values({
      id: event.id,
      host: event.host,
      club: event.club,
      audience: event.audience,
      title,
      description,
      starts_at: new Date(startsAt),
      minutes,
      zone,
      revised_at: new Date(event.now),
      search: termsOf(title),
    })
    .execute();
  for (const account of event.asked) await ask(trx, event.id, account);
}

/** A change that calendars have to hear of. */
export async function editEvent(trx: Trx, event: string, values: EventValues, now: number): Promise<void> {
  const { title, description, startsAt, minutes, zone } = values;
  await trx
    .updateTable('events')
    .set((eb) => ({
      title,
      description,
      starts_at: new Date(startsAt),
      minutes,
      zone,
      revised_at: new Date(now),
      sequence: eb('sequence', '+', 1),
      search: termsOf(title),
    }))
    .where('id', '=', event)
    .execute();
}

export async function cancelEvent(trx: Trx, event: string, now: number): Promise<void> {
  await trx
    .updateTable('events')
    .set((eb) => ({ cancelled: true, revised_at: new Date(now), sequence: eb('sequence', '+', 1) }))
    .where('id', '=', event)
    .execute();
  await trx.updateTable('event_answers').set({ remind_at: null }).where('event', '=', event).execute();
}

/** V22: each at so many minutes before the time as it is now; what would be in the past is not sent. */
export async function armReminders(trx: Trx, event: string, now: number): Promise<void> {
  await sql`
    update event_answers set remind_at = case
        when events.starts_at - make_interval(mins => event_answers.remind) > ${new Date(now)}
        then events.starts_at - make_interval(mins => event_answers.remind) end
    from events where events.id = event_answers.event and events.id = ${event}`.execute(trx);
}

export async function planned(db: Db, host: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('events')
    .where('host', '=', host)
    .where('starts_at', '>', new Date(now))
    .where('cancelled', '=', false)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function hostsOf(db: Db, event: string) {
  return await db
    .selectFrom('event_hosts')
    .where('event', '=', event)
    .select(['account', 'accepted'])
    .execute();
}

export async function ask(db: Db, event: string, account: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('event_hosts')
    .values({ event, account })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function acceptHosting(db: Db, event: string, account: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('event_hosts')
    .set({ accepted: true })
    .where('event', '=', event)
    .where('account', '=', account)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

export async function dropHost(db: Db, event: string, account: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('event_hosts')
    .where('event', '=', event)
    .where('account', '=', account)
    .executeTakeFirst();
  return numDeletedRows > 0;
}

export async function setAnswer(
  db: Db,
  event: string,
  account: string,
  answer: 'going' | 'maybe',
  remind: number | null,
  now: number,
): Promise<void> {
  await sql`
    insert into event_answers (event, account, answer, remind, remind_at)
    select id, ${account}::uuid, ${answer}, ${remind}::int, case
        when not cancelled and starts_at - make_interval(mins => ${remind}::int) > ${new Date(now)}
        then starts_at - make_interval(mins => ${remind}::int) end
    from events where id = ${event}
    on conflict (event, account) do update
      set answer = excluded.answer, remind = excluded.remind, remind_at = excluded.remind_at`.execute(db);
}

export async function removeAnswer(db: Db, event: string, account: string): Promise<void> {
  await db.deleteFrom('event_answers').where('event', '=', event).where('account', '=', account).execute();
}

export type EventList =
  | { readonly of: 'me' }
  | { readonly of: 'club' | 'host'; readonly id: string }
  | { readonly of: 'text'; readonly text: string };

/** To come, soonest first. A position is the minute it starts in and its number. */
export async function upcoming(
  db: Database,
  viewer: string,
  list: EventList,
  after: bigint | undefined,
  now: number,
): Promise<readonly EventRow[]> {
  const query = list.of === 'text' ? lookingFor(list.text) : undefined;
  if (list.of === 'text' && !query) return [];
  const which =
    list.of === 'club'
      ? sql`events.club = ${list.id}`
      : list.of === 'host'
        ? sql`events.host = ${list.id}`
        : list.of === 'text'
          ? sql`events.search @@ ${query} and not events.cancelled`
          : sql`events.id in (
              select id from events where host = ${viewer}
              union select event from event_hosts where account = ${viewer}
              union select event from event_answers where account = ${viewer}
              union select own.id from events as own join club_people as mine on mine.club = own.club
                where mine.account = ${viewer} and mine.standing in ('member', 'admin', 'owner')
              union select theirs.id from events as theirs join follows on follows.followed = theirs.host
                where follows.follower = ${viewer})`;
  const past =
    after === undefined
      ? sql``
      : sql`and (events.starts_at, events.n) > (${new Date(Number(after >> 32n) * 60_000)}, ${Number(after & 0xffff_ffffn)})`;
  return await eventRows(
    db,
    viewer,
    sql`where ${which} and events.starts_at + make_interval(mins => events.minutes) > ${new Date(now)} ${past}
      order by events.starts_at, events.n limit ${eventLimits.pageEntries + 1}`,
  );
}

export const positionOf = (row: EventRow): bigint =>
  (BigInt(Math.floor(row.starts_at.getTime() / 60_000)) << 32n) | BigInt(row.n);

/** How somebody stands to an event, as one of those who may have to be told of it. */
export type TieRow = {
  account: string;
  host: boolean;
  accepted: boolean | null;
  standing: 'requested' | 'invited' | 'banned' | 'member' | 'admin' | 'owner' | null;
  blocked: boolean;
  audience: 'everyone' | 'club';
};

/** Hosts, and whoever answered; or of those only the ones named. */
export async function concerned(
  db: Database,
  event: string,
  only?: readonly string[],
): Promise<readonly TieRow[]> {
  const named = only === undefined ? sql`` : sql`and people.account = any(${[...only]}::uuid[])`;
  const { rows } = await sql<TieRow>`
    select people.account, people.account = events.host as host, event_hosts.accepted, club_people.standing,
      events.audience,
      exists (select from blocks where (blocker = people.account and blocked = events.host)
        or (blocker = events.host and blocked = people.account)) or ${isGone('events.host')} as blocked
    from events
      cross join lateral (
        select events.host as account
        union select account from event_hosts where event = events.id and accepted
        union select account from event_answers where event = events.id) as people
      left join event_hosts on event_hosts.event = events.id and event_hosts.account = people.account
      left join club_people on club_people.club = events.club and club_people.account = people.account
    where events.id = ${event} ${named}`.execute(db);
  return rows;
}

/** V21: takes reminders that are due. Whoever has taken one sends it or nobody does. */
export async function takeDue(db: Database, now: number, atMost: number) {
  const { rows } = await sql<{ event: string; account: string; due: Date }>`
    with due as (
      select event, account, remind_at from event_answers where remind_at <= ${new Date(now)}
      order by remind_at limit ${atMost} for update skip locked)
    update event_answers set remind_at = null from due
    where event_answers.event = due.event and event_answers.account = due.account
    returning event_answers.event, event_answers.account, due.remind_at as due`.execute(db);
  return rows;
}

export async function nextDue(db: Database): Promise<number | undefined> {
  const row = await db
    .selectFrom('event_answers')
    .where('remind_at', 'is not', null)
    .select('remind_at')
    .orderBy('remind_at')
    .limit(1)
    .executeTakeFirst();
  return row?.remind_at?.getTime();
}

/** V13. */
export async function sweep(db: Database, now: number, keptDays: number): Promise<void> {
  const before = new Date(now - keptDays * 86_400_000);
  await sql`delete from events where starts_at < ${before}
    and starts_at + make_interval(mins => minutes) < ${before}`.execute(db);
}
