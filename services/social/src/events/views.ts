import { clubSight } from '@stoa/core/clubs';
import type { RoomHandle } from '@stoa/protocol';
import type { AccountId, EventCard, EventId, EventView } from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { notFound } from '../http/refusal.ts';
import { cardsFor } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { type EventSight, eventSight, mayStartNow } from './event-sight.ts';
import { eventRow, hostsOf } from './queries.ts';
import { type EventRow, tieOf } from './rows.ts';
import { showLocal } from './time.ts';

export type EventViews = {
  /** The event, if this person may see it; throws `notFound`. `from`: a transaction. */
  seen(
    viewer: AccountId,
    event: EventId,
    from?: Database,
  ): Promise<{ readonly row: EventRow; readonly sight: EventSight }>;
  /** Those of them that this person may see. */
  cards(viewer: AccountId, rows: readonly EventRow[]): Promise<EventCard[]>;
  view(viewer: AccountId, event: EventId): Promise<EventView>;
};

const seesClub = ({ standing, in_directory }: EventRow): boolean =>
  clubSight(standing ?? 'none', in_directory ?? false).club;

/** Events as one person sees them. `liveRoom`: the room of an event, while it lives. */
export function eventViews(
  { db, clock }: House,
  liveRoom: (event: string) => RoomHandle | undefined,
): EventViews {
  async function seen(viewer: AccountId, event: EventId, from: Database = db) {
    const me = uuidOf(viewer);
    const row = await eventRow(from, uuidOf(event), me);
    if (!row) throw notFound();
    const sight = eventSight(tieOf(row, me));
    if (!sight.event) throw notFound();
    return { row, sight };
  }

  async function cards(viewer: AccountId, rows: readonly EventRow[]): Promise<EventCard[]> {
    const me = uuidOf(viewer);
    const visible = rows.filter((row) => eventSight(tieOf(row, me)).event);
    const people = await cardsFor(
      db,
      viewer,
      visible.map(({ host }) => host),
    );
    return visible.map((row) => {
      const host = people.get(row.host);
      return {
        event: idOf('event', row.id),
        title: row.title,
        startsAt: row.starts_at.getTime(),
        minutes: row.minutes,
        zone: row.zone,
        ...(host ? { host } : {}),
        // As on its public page: a club that one may not see is not named.
        ...(row.club !== null && row.club_name !== null && seesClub(row)
          ? { club: { club: idOf('club', row.club), name: row.club_name } }
          : {}),
        audience: row.audience,
        cancelled: row.cancelled,
        going: row.going,
        ...(row.answer === null ? {} : { mine: row.answer }),
        hosting: eventSight(tieOf(row, me)).edit,
      };
    });
  }

  async function view(viewer: AccountId, event: EventId): Promise<EventView> {
    const { row, sight } = await seen(viewer, event);
    const [card] = await cards(viewer, [row]);
    const hosts = await hostsOf(db, row.id);
    const people = await cardsFor(
      db,
      viewer,
      hosts.map(({ account }) => account),
    );
    const shown = (accepted: boolean) =>
      hosts.flatMap((one) => {
        const person = one.accepted === accepted ? people.get(one.account) : undefined;
        return person ? [person] : [];
      });
    const room = liveRoom(row.id);
    const startsAt = row.starts_at.getTime();
    return {
      ...card!,
      description: row.description,
      local: showLocal(startsAt, row.zone),
      coHosts: shown(true),
      asked: sight.edit ? shown(false) : [],
      askedToHost: row.accepted === false,
      ...(row.remind === null ? {} : { remind: row.remind }),
      ...(room ? { room } : {}),
      mayStart:
        sight.edit &&
        !room &&
        mayStartNow({ startsAt, minutes: row.minutes, cancelled: row.cancelled }, clock.unix()),
    };
  }

  return { seen, cards, view };
}
