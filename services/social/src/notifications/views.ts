import { clubSight } from '@stoa/core/clubs';
import type { AccountId, NoticeView } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { eventSight } from '../events/event-sight.ts';
import { eventRows, tieOf } from '../events/rows.ts';
import { cardsFor } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import type { Notice } from './notice.ts';

/**
 * Notices as their owner sees them now: with names as they are today, and undefined for those about somebody or something that
 * may no longer be seen.
 */
export async function viewsOf(
  db: Database,
  viewer: AccountId,
  notices: readonly Notice[],
): Promise<readonly (NoticeView | undefined)[]> {
  const me = uuidOf(viewer);
  const people = await cardsFor(
    db,
    viewer,
    notices.flatMap((notice) => ('from' in notice ? [uuidOf(notice.from)] : [])),
  );
  const mutedBy = await mutes(db, me, [...people.keys()]);
  const clubs = await clubsSeen(
    db,
    me,
    notices.flatMap((notice) => ('club' in notice ? [uuidOf(notice.club)] : [])),
  );
  const events = await eventsSeen(
    db,
    me,
    notices.flatMap((notice) => ('event' in notice ? [uuidOf(notice.event)] : [])),
  );
  return notices.map((notice): NoticeView | undefined => {
    const key = 'from' in notice ? uuidOf(notice.from) : undefined;
    const from = key === undefined || mutedBy.has(key) ? undefined : people.get(key);
    const club = 'club' in notice ? clubs.get(uuidOf(notice.club)) : undefined;
    const event = 'event' in notice ? events.get(uuidOf(notice.event)) : undefined;
    switch (notice.kind) {
      case 'followed':
      case 'messageRequest':
        return from && { kind: notice.kind, from };
      case 'clubInvited':
      case 'clubRequested':
        return from && club && { kind: notice.kind, from, club };
      case 'clubAccepted':
        return club && { kind: notice.kind, club };
      case 'clubRole':
        return club && { kind: notice.kind, club, role: notice.role };
      case 'askedToHost':
        return from && event && { kind: notice.kind, from, event };
      case 'eventChanged':
      case 'eventCancelled':
      case 'eventReminder':
        return event && { kind: notice.kind, event };
      case 'eventStarted':
        return event && { kind: notice.kind, event, room: notice.room };
      case 'onStage':
      case 'pinged':
        return from && { kind: notice.kind, from, room: notice.room };
      case 'safety':
        return { kind: notice.kind, about: notice.about };
      default:
        return notice satisfies never;
    }
  });
}

async function mutes(db: Database, me: string, people: readonly string[]): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set();
  const rows = await db
    .selectFrom('mutes')
    .where('muter', '=', me)
    .where('muted', 'in', people)
    .select('muted')
    .execute();
  return new Set(rows.map(({ muted }) => muted));
}

async function clubsSeen(db: Database, me: string, clubs: readonly string[]) {
  if (clubs.length === 0) return new Map();
  const rows = await db
    .selectFrom('clubs')
    .leftJoin('club_people', (join) =>
      join.onRef('club_people.club', '=', 'clubs.id').on('club_people.account', '=', me),
    )
    .where('clubs.id', 'in', [...new Set(clubs)])
    .select(['clubs.id', 'clubs.name', 'clubs.in_directory', 'club_people.standing'])
    .execute();
  return new Map(
    rows
      .filter((row) => clubSight(row.standing ?? 'none', row.in_directory).club)
      .map(({ id, name }) => [id, { club: idOf('club', id), name }] as const),
  );
}

async function eventsSeen(db: Database, me: string, events: readonly string[]) {
  if (events.length === 0) return new Map();
  const rows = await eventRows(db, me, sql`where events.id = any(${[...new Set(events)]}::uuid[])`);
  return new Map(
    rows
      .filter((row) => eventSight(tieOf(row, me)).event)
      .map(({ id, title, starts_at }) => [
        id,
        { event: idOf('event', id), title, startsAt: starts_at.getTime() },
      ]),
  );
}
