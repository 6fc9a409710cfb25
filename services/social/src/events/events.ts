import { clubSight, isIn, runsIt } from '@stoa/core/clubs';
import { cleanTitle, type RoomHandle } from '@stoa/protocol';
import {
  type AccountId,
  type ClubId,
  events as calls,
  type EventId,
  eventLimits,
} from '@stoa/protocol/social';
import { newSecretToken } from '../accounts/secret-token.ts';
import { Allowance } from '../allowance.ts';
import { clubRow } from '../clubs/queries.ts';
import { Cursors } from '../cursor.ts';
import type { MakeFeature } from '../feature.ts';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import type { Notice } from '../notifications/notice.ts';
import { mayApproach, standingTo } from '../people/relations.ts';
import { dayOf } from '../store/day.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import { mayStartNow } from './event-sight.ts';
import { addFeed, feedsOf, revokeFeed } from './feeds.ts';
import * as queries from './queries.ts';
import { mayHear, Reminders } from './reminders.ts';
import { routes } from './routes.ts';
import type { EventRow } from './rows.ts';
import { eventViews } from './views.ts';
import { readDescription, readStart, readTitle } from './words.ts';

/** Without another wish one is reminded so many minutes before. */
const usualReminder = 15;

/** What is planned: scheduling, answers, reminders, calendars, and which live room is whose event. */
export const events: MakeFeature = (house) => {
  const { db, clock, news } = house;
  const cursors = new Cursors(house.options.secret);
  const creating = new Allowance(clock, eventLimits.createdPerDay);
  const changing = new Allowance(clock, eventLimits.changesPerDay);
  const answering = new Allowance(clock, eventLimits.answersPerDay);
  const reminders = new Reminders(house);
  /** By event: in memory, as long as the room lives. */
  const roomOf = new Map<string, RoomHandle>();
  let stopListening = () => {};

  const liveRoom = (event: string): RoomHandle | undefined => {
    const room = roomOf.get(event);
    return room && house.hall.rooms.find(room) ? room : undefined;
  };
  const { seen, cards, view } = eventViews(house, liveRoom);

  const mayNot = (): Refusal => new Refusal('notAllowed', 'This is not for you to do with this event.');
  const isOver = (row: EventRow, now: number): boolean =>
    row.starts_at.getTime() + row.minutes * 60_000 <= now;

  /** V20, V24: to hosts and whoever answered, if they may see it. */
  async function tell(event: EventId, notice: Notice, except?: AccountId): Promise<void> {
    const to = (await mayHear(db, uuidOf(event))).filter((account) => !except?.equals(account));
    if (to.length > 0) news.tell({ kind: 'notice', to, notice });
  }

  /** V4: the club that this person may make events for. */
  async function clubFor(viewer: AccountId, club: ClubId): Promise<void> {
    const row = await clubRow(db, uuidOf(club), uuidOf(viewer));
    const standing = row?.standing ?? 'none';
    if (!clubSight(standing, row?.in_directory ?? false).club) throw notFound();
    if (!runsIt(standing)) throw mayNot();
  }

  return {
    answers: [
      answer(calls.create, async ({ viewer, body, now }) => {
        const values = {
          title: readTitle(body.title),
          description: readDescription(body.description),
          startsAt: readStart(body.starts, body.zone, now),
          zone: body.zone,
          minutes: body.minutes,
        };
        if (body.audience === 'club' && !body.club) {
          throw new Refusal('malformed', 'An event for a club needs the club.');
        }
        if (body.club) await clubFor(viewer.id, body.club);
        for (const account of body.coHosts ?? []) {
          if (!(await mayApproach(db, viewer.id, account))) throw notFound();
        }
        creating.take(viewer.id);
        const me = uuidOf(viewer.id);
        if ((await queries.planned(db, me, now)) >= eventLimits.planned) {
          throw new Refusal('tooMany', 'This account has planned as many events as it may.');
        }
        const event = newId('event', house.random);
        await db.transaction().execute(async (trx) => {
          const id = uuidOf(event);
          const club = body.club ? uuidOf(body.club) : null;
          const asked = [...new Set((body.coHosts ?? []).map(uuidOf))];
          await queries.createEvent(trx, { id, host: me, club, audience: body.audience, values, asked, now });
          await queries.setAnswer(trx, id, me, 'going', usualReminder, now);
        });
        reminders.wake();
        const asked = body.coHosts ?? [];
        if (asked.length > 0) {
          news.tell({ kind: 'notice', to: asked, notice: { kind: 'askedToHost', from: viewer.id, event } });
        }
        return view(viewer.id, event);
      }),
      answer(calls.one, async ({ viewer, body }) => view(viewer.id, body.event)),

      answer(calls.list, async ({ viewer, body, now }) => {
        const me = uuidOf(viewer.id);
        let list: queries.EventList;
        if ('club' in body) {
          const row = await clubRow(db, uuidOf(body.club), me);
          if (!clubSight(row?.standing ?? 'none', row?.in_directory ?? false).club) throw notFound();
          list = { of: 'club', id: uuidOf(body.club) };
        } else if ('host' in body) {
          if (!(await standingTo(db, viewer.id, body.host))?.sight.profile) throw notFound();
          list = { of: 'host', id: uuidOf(body.host) };
        } else list = { of: 'me' };
        const name = ['events', list.of, 'id' in list ? list.id : '', viewer.id.reveal()];
        const rows = await queries.upcoming(db, me, list, cursors.open(name, body.cursor), now);
        const page = rows.slice(0, eventLimits.pageEntries);
        const last = page.at(-1);
        return {
          events: await cards(viewer.id, page),
          ...(last && rows.length > page.length
            ? { next: cursors.seal(name, queries.positionOf(last)) }
            : {}),
        };
      }),
      answer(calls.search, async ({ viewer, body, now }) => {
        const text = cleanTitle(body.text);
        if (!text) throw new Refusal('malformed', 'There is nothing to look for, or too much.');
        const rows = await queries.upcoming(db, uuidOf(viewer.id), { of: 'text', text }, undefined, now);
        return { events: await cards(viewer.id, rows.slice(0, eventLimits.pageEntries)) };
      }),

      answer(calls.edit, async ({ viewer, body, now }) => {
        changing.take(viewer.id);
        const changed = await db.transaction().execute(async (trx) => {
          await queries.lockEvent(trx, uuidOf(body.event));
          const { row, sight } = await seen(viewer.id, body.event, trx);
          if (!sight.edit || row.cancelled || isOver(row, now)) throw mayNot();
          const before = {
            title: row.title,
            description: row.description,
            startsAt: row.starts_at.getTime(),
            zone: row.zone,
            minutes: row.minutes,
          };
          const after = {
            title: body.title === undefined ? before.title : readTitle(body.title),
            description:
              body.description === undefined ? before.description : readDescription(body.description),
            startsAt: body.when ? readStart(body.when.starts, body.when.zone, now) : before.startsAt,
            zone: body.when?.zone ?? before.zone,
            minutes: body.minutes ?? before.minutes,
          };
          if (JSON.stringify(before) === JSON.stringify(after)) return false;
          await queries.editEvent(trx, row.id, after, now);
          if (after.startsAt !== before.startsAt) await queries.armReminders(trx, row.id, now);
          return true;
        });
        if (changed) {
          reminders.wake();
          await tell(body.event, { kind: 'eventChanged', event: body.event }, viewer.id);
        }
        return view(viewer.id, body.event);
      }),
      answer(calls.cancel, async ({ viewer, body, now }) => {
        changing.take(viewer.id);
        const cancelled = await db.transaction().execute(async (trx) => {
          await queries.lockEvent(trx, uuidOf(body.event));
          const { row, sight } = await seen(viewer.id, body.event, trx);
          if (!sight.own || isOver(row, now)) throw mayNot();
          if (row.cancelled) return false;
          await queries.cancelEvent(trx, row.id, now);
          return true;
        });
        if (cancelled) await tell(body.event, { kind: 'eventCancelled', event: body.event }, viewer.id);
        return {};
      }),

      answer(calls.askToHost, async ({ viewer, body, now }) => {
        changing.take(viewer.id);
        const added = await db.transaction().execute(async (trx) => {
          await queries.lockEvent(trx, uuidOf(body.event));
          const { row, sight } = await seen(viewer.id, body.event, trx);
          if (!sight.own || row.cancelled || isOver(row, now)) throw mayNot();
          if (!(await mayApproach(trx, viewer.id, body.account))) throw notFound();
          if ((await queries.hostsOf(trx, row.id)).length >= eventLimits.coHosts) {
            throw new Refusal('tooMany', 'This event has as many hosts as it may have.');
          }
          return queries.ask(trx, row.id, uuidOf(body.account));
        });
        if (added) {
          const notice = { kind: 'askedToHost', from: viewer.id, event: body.event } as const;
          news.tell({ kind: 'notice', to: [body.account], notice });
        }
        return {};
      }),
      answer(calls.dropHost, async ({ viewer, body }) => {
        const { row, sight } = await seen(viewer.id, body.event);
        if (!sight.own && !viewer.id.equals(body.account)) throw mayNot();
        await queries.dropHost(db, row.id, uuidOf(body.account));
        return {};
      }),
      answer(calls.acceptHosting, async ({ viewer, body, now }) => {
        const { row } = await seen(viewer.id, body.event);
        const me = uuidOf(viewer.id);
        if (row.accepted === null || row.cancelled || isOver(row, now)) throw mayNot();
        if (!(await queries.acceptHosting(db, row.id, me))) throw mayNot();
        await queries.setAnswer(db, row.id, me, 'going', usualReminder, now);
        reminders.wake();
        return {};
      }),
      answer(calls.answer, async ({ viewer, body, now }) => {
        answering.take(viewer.id);
        const { row } = await seen(viewer.id, body.event);
        const me = uuidOf(viewer.id);
        if (body.answer === 'no') {
          await queries.removeAnswer(db, row.id, me);
          return {};
        }
        if (row.cancelled || isOver(row, now)) throw mayNot();
        if (body.answer === 'going' && row.answer !== 'going' && row.going >= eventLimits.going) {
          throw new Refusal('full', 'As many people are going as may go.');
        }
        const remind = body.remind === undefined ? usualReminder : body.remind;
        await queries.setAnswer(db, row.id, me, body.answer, remind, now);
        reminders.wake();
        return {};
      }),

      answer(calls.start, async ({ viewer, body, now }) => {
        changing.take(viewer.id);
        const { row, sight } = await seen(viewer.id, body.event);
        const event = { startsAt: row.starts_at.getTime(), minutes: row.minutes, cancelled: row.cancelled };
        if (!sight.edit) throw mayNot();
        if (!mayStartNow(event, now))
          throw new Refusal('notYet', 'Its room opens a quarter of an hour before.');
        if (house.hall.roleIn(body.room, viewer.id) !== 'moderator') throw notFound();
        const live = liveRoom(row.id);
        if (live?.equals(body.room)) return {};
        if (live) throw new Refusal('taken', 'This event has a live room.');
        roomOf.set(row.id, body.room);
        await tell(body.event, { kind: 'eventStarted', event: body.event, room: body.room }, viewer.id);
        return {};
      }),

      answer(calls.createFeed, async ({ viewer, body, now }) => {
        changing.take(viewer.id);
        if (body.club) {
          const row = await clubRow(db, uuidOf(body.club), uuidOf(viewer.id));
          const standing = row?.standing ?? 'none';
          if (!clubSight(standing, row?.in_directory ?? false).club) throw notFound();
          if (!isIn(standing))
            throw new Refusal('notAllowed', 'A calendar of a club is for the people in it.');
        }
        const { token, hash } = newSecretToken(house.random);
        const added = await addFeed(db, {
          id: uuidOf(newId('feed', house.random)),
          account: uuidOf(viewer.id),
          club: body.club ? uuidOf(body.club) : null,
          hash,
          day: dayOf(now),
        });
        if (!added)
          throw new Refusal('tooMany', 'This account has as many calendar addresses as it may have.');
        return { path: `/calendar/${token}.ics` };
      }),
      answer(calls.feeds, async ({ viewer }) => ({
        feeds: (await feedsOf(db, uuidOf(viewer.id))).map(({ id, club, name, created_on }) => ({
          feed: idOf('feed', id),
          ...(club !== null && name !== null ? { club: { club: idOf('club', club), name } } : {}),
          createdOn: created_on,
        })),
      })),
      answer(calls.revokeFeed, async ({ viewer, body }) => {
        await revokeFeed(db, uuidOf(viewer.id), uuidOf(body.feed));
        return {};
      }),
    ],
    routes: (app) => routes(app, house),
    start() {
      stopListening = news.listen((item) => {
        if (item.kind !== 'roomEnded') return;
        for (const [event, room] of roomOf) if (room.equals(item.room)) roomOf.delete(event);
      });
      reminders.start();
    },
    async stop() {
      stopListening();
      await reminders.stop();
    },
  };
};
