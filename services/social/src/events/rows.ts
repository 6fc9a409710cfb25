import type { Standing } from '@stoa/core/clubs';
import { sql } from 'kysely';
import { blockedWith, isGone } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import type { EventTie } from './event-sight.ts';

/** Everything about an event, and how the viewer stands to it. */
export type EventRow = {
  id: string;
  host: string;
  club: string | null;
  club_name: string | null;
  in_directory: boolean | null;
  title: string;
  description: string;
  starts_at: Date;
  minutes: number;
  zone: string;
  audience: 'everyone' | 'club';
  sequence: number;
  revised_at: Date;
  cancelled: boolean;
  going: number;
  n: number;
  standing: Standing | null;
  accepted: boolean | null;
  answer: 'going' | 'maybe' | null;
  remind: number | null;
  blocked: boolean;
};

/** The rows that a condition on `events` finds, as the viewer stands to them. */
export async function eventRows(
  db: Database,
  viewer: string,
  tail: ReturnType<typeof sql>,
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`
    select events.id, events.host, events.club, clubs.name as club_name, clubs.in_directory, events.title, events.description,
      events.starts_at, events.minutes, events.zone, events.audience, events.sequence, events.revised_at,
      events.cancelled, events.going, events.n, club_people.standing, event_hosts.accepted,
      event_answers.answer, event_answers.remind, (${blockedWith(viewer, 'events.host')} or ${isGone('events.host')}) as blocked
    from events
      left join clubs on clubs.id = events.club
      left join club_people on club_people.club = events.club and club_people.account = ${viewer}
      left join event_hosts on event_hosts.event = events.id and event_hosts.account = ${viewer}
      left join event_answers on event_answers.event = events.id and event_answers.account = ${viewer}
    ${tail}`.execute(db);
  return rows;
}

export const tieOf = (row: EventRow, viewer: string): EventTie => ({
  audience: row.audience,
  host: row.host === viewer,
  coHost: row.accepted === true,
  asked: row.accepted === false,
  blocked: row.blocked,
  standing: row.standing ?? 'none',
});
