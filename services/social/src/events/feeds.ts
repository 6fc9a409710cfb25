import { isIn } from '@stoa/core/clubs';
import { eventLimits } from '@stoa/protocol/social';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { sql } from 'kysely';
import { tokenHash } from '../accounts/secret-token.ts';
import type { Database } from '../ports.ts';
import { notBanned } from '../safety/bans.ts';
import { idOf } from '../store/ids.ts';
import { eventSight } from './event-sight.ts';
import { type EventRow, eventRows, tieOf } from './rows.ts';

export async function addFeed(
  db: Database,
  feed: {
    readonly id: string;
    readonly account: string;
    readonly club: string | null;
    readonly hash: Buffer;
    readonly day: string;
  },
): Promise<boolean> {
  const { count } = await db
    .selectFrom('calendar_feeds')
    .where('account', '=', feed.account)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count >= eventLimits.feeds) return false;
  const { id, account, club, hash, day } = feed;
  await db
    .insertInto('calendar_feeds')
    .values({ id, account, club, token_hash: hash, created_on: day })
    .execute();
  return true;
}

export async function feedsOf(db: Database, account: string) {
  return await db
    .selectFrom('calendar_feeds')
    .leftJoin('clubs', 'clubs.id', 'calendar_feeds.club')
    .where('calendar_feeds.account', '=', account)
    .select(['calendar_feeds.id', 'calendar_feeds.club', 'clubs.name', 'calendar_feeds.created_on'])
    .orderBy('calendar_feeds.created_on')
    .orderBy('calendar_feeds.id')
    .execute();
}

export async function revokeFeed(db: Database, account: string, id: string): Promise<void> {
  await db.deleteFrom('calendar_feeds').where('account', '=', account).where('id', '=', id).execute();
}

/** V31: what the owner of this secret may see now; undefined for a secret that opens nothing. */
export async function readFeed(
  db: Database,
  token: string,
): Promise<{ readonly title: string; readonly rows: readonly EventRow[] } | undefined> {
  const feed = await db
    .selectFrom('calendar_feeds')
    .leftJoin('clubs', 'clubs.id', 'calendar_feeds.club')
    .leftJoin('club_people', (join) =>
      join
        .onRef('club_people.club', '=', 'calendar_feeds.club')
        .onRef('club_people.account', '=', 'calendar_feeds.account'),
    )
    .where('calendar_feeds.token_hash', '=', tokenHash(token))
    .where(notBanned('calendar_feeds.account'))
    .select(['calendar_feeds.account', 'calendar_feeds.club', 'clubs.name', 'club_people.standing'])
    .executeTakeFirst();
  if (!feed || (feed.club !== null && !isIn(feed.standing ?? 'none'))) return undefined;
  const me = feed.account;
  const which =
    feed.club !== null
      ? sql`events.club = ${feed.club}`
      : sql`(events.host = ${me} or event_hosts.accepted or event_answers.answer is not null)`;
  const rows = await eventRows(db, me, sql`where ${which} order by events.starts_at, events.n limit 1000`);
  return { title: feed.name ?? 'Stoa', rows: rows.filter((row) => eventSight(tieOf(row, me)).event) };
}

/** V32. `origin`: where this deployment's pages are, for links. */
export function calendarText(title: string, rows: readonly EventRow[], host: string, origin: string): string {
  const calendar = ical({
    name: title,
    prodId: { company: 'Stoa', product: 'Stoa', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3_600,
  });
  for (const row of rows) {
    const id = idOf('event', row.id).reveal();
    calendar.createEvent({
      id: `${id}@${host}`,
      start: row.starts_at,
      end: new Date(row.starts_at.getTime() + row.minutes * 60_000),
      stamp: row.revised_at,
      lastModified: row.revised_at,
      sequence: row.sequence,
      summary: row.title,
      description: row.description === '' ? null : row.description,
      status: row.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      url: row.audience === 'everyone' ? `${origin}/e/${id}` : null,
    });
  }
  return calendar.toString();
}
