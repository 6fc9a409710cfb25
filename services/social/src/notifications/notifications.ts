import { ECDH } from 'node:crypto';
import { isZone } from '@stoa/core/bells';
import type { AccountId } from '@stoa/protocol/social';
import { notifications as calls, type NotificationView, notificationLimits } from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import { Cursors } from '../cursor.ts';
import type { MakeFeature } from '../feature.ts';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { Bellman } from './bellman.ts';
import { noticeOf } from './kept.ts';
import { isPushEndpoint } from './push-hosts.ts';
import { pushKeys } from './push-keys.ts';
import * as queries from './queries.ts';
import { RoomNotices } from './room-notices.ts';
import { viewsOf } from './views.ts';

const sweepEveryMs = 3_600_000;
const dayMs = 86_400_000;
/** Things to tell that wait for the database; beyond that the newest are dropped, rather than memory. */
const waitingAtMost = 10_000;

/** The list in the app, bells, and pushes that say nothing but that there is something. */
export const notifications: MakeFeature = (house) => {
  const { db, clock, live, news } = house;
  const cursors = new Cursors(house.options.secret);
  const rooms = new RoomNotices(house.random);
  const changing = new Allowance(clock, notificationLimits.changesPerDay);

  const unread = async (account: AccountId): Promise<number> =>
    (await queries.unread(db, uuidOf(account))) + rooms.of(account).filter(({ read }) => !read).length;

  const tellPages = async (accounts: readonly AccountId[]): Promise<void> => {
    for (const account of accounts) {
      if (live.isHere(account)) live.tell(account, { t: 'notices', unread: await unread(account) });
    }
  };
  const bellman = new Bellman(house, rooms, tellPages);

  // One after the other, in the order in which things happened.
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  const enqueue = (run: () => Promise<void>): void => {
    if (waiting >= waitingAtMost) {
      house.log({ event: 'fault', where: 'notifications' });
      return;
    }
    waiting++;
    queue = queue
      .then(run)
      .catch(() => house.log({ event: 'fault', where: 'notifications' }))
      .finally(() => {
        waiting--;
      });
  };

  let stopListening = () => {};
  let cancelSweep = () => {};
  const armSweep = (): void => {
    cancelSweep = clock.after(sweepEveryMs, () => {
      bellman.sweep();
      const before = new Date(clock.unix() - house.options.retention.notifications * dayMs);
      enqueue(() => queries.sweep(db, before));
      armSweep();
    });
  };

  return {
    answers: [
      answer(calls.list, async ({ viewer, body }) => {
        const me = uuidOf(viewer.id);
        const list = ['notifications', viewer.id.reveal()];
        const before = cursors.open(list, body.cursor);
        if (before === undefined) await queries.trim(db, me);
        const rows = await queries.kept(db, me, before);
        const readTo = await queries.readTo(db, me);
        const page = rows.slice(0, notificationLimits.pageEntries).flatMap((row) => {
          const notice = noticeOf(row);
          return notice
            ? [{ id: idOf('notification', row.id), at: row.at.getTime(), read: row.n <= readTo, notice }]
            : [];
        });
        const held = before === undefined ? rooms.of(viewer.id) : [];
        const all = [...held, ...page];
        const views = await viewsOf(
          db,
          viewer.id,
          all.map(({ notice }) => notice),
        );
        const shown = (from: number, to: number): NotificationView[] =>
          all.slice(from, to).flatMap(({ id, at, read }, i) => {
            const notice = views[from + i];
            return notice ? [{ notification: id, at, read, notice }] : [];
          });
        const last = rows[notificationLimits.pageEntries - 1];
        return {
          rooms: shown(0, held.length),
          notifications: shown(held.length, all.length),
          unread: await unread(viewer.id),
          ...(last && rows.length > notificationLimits.pageEntries
            ? { next: cursors.seal(list, BigInt(last.n)) }
            : {}),
        };
      }),
      answer(calls.unread, async ({ viewer }) => ({ unread: await unread(viewer.id) })),
      answer(calls.markRead, async ({ viewer }) => {
        rooms.markRead(viewer.id);
        await queries.markRead(db, uuidOf(viewer.id));
        live.tell(viewer.id, { t: 'notices', unread: await unread(viewer.id) });
        return {};
      }),
      answer(calls.remove, async ({ viewer, body }) => {
        if (!rooms.remove(viewer.id, body.notification)) {
          await queries.remove(db, uuidOf(viewer.id), uuidOf(body.notification));
        }
        return {};
      }),
      answer(calls.settings, async ({ viewer }) => {
        const row = await queries.settings(db, uuidOf(viewer.id));
        const { zone, quiet } = queries.settingsOf(row);
        const until = row?.paused_until?.getTime();
        return {
          zone,
          ...(quiet ? { quiet } : {}),
          ...(until !== undefined && until > clock.unix() ? { pausedUntil: until } : {}),
          paused: row?.paused ?? false,
        };
      }),
      answer(calls.setSettings, async ({ viewer, body }) => {
        changing.take(viewer.id);
        if (!isZone(body.zone)) throw new Refusal('malformed', 'There is no such time zone.');
        const { zone, quiet, paused, pausedUntil } = body;
        if (pausedUntil !== undefined && pausedUntil > clock.unix() + 366 * dayMs) {
          throw new Refusal('malformed', 'A pause without an end is "paused".');
        }
        await queries.setSettings(db, uuidOf(viewer.id), {
          zone,
          quiet_from: quiet?.from ?? null,
          quiet_to: quiet?.to ?? null,
          paused,
          paused_until: pausedUntil === undefined ? null : new Date(pausedUntil),
        });
        return {};
      }),
      answer(calls.setBell, async ({ viewer, body }) => {
        changing.take(viewer.id);
        const set = await queries.setBell(db, uuidOf(viewer.id), uuidOf(body.account), body.level);
        if (set === 'notFollowed') throw notFound();
        if (set === 'tooMany') throw new Refusal('tooMany', 'This account has set as many bells as it may.');
        return {};
      }),
      answer(calls.pushKey, async () => ({ key: new Uint8Array((await pushKeys(db)).publicKey) })),
      answer(calls.subscribe, async ({ viewer, body }) => {
        changing.take(viewer.id);
        if (!isPushEndpoint(body.endpoint, house.options.pushHosts)) {
          throw new Refusal('malformed', 'This is not the address of a push service that is known here.');
        }
        if (!isPoint(body.p256dh)) throw new Refusal('malformed', 'This is not a key.');
        const { session } = viewer;
        if (!session) throw new Refusal('notAllowed', 'Only a page subscribes.');
        const isSubscribed = await queries.subscribe(db, {
          session: uuidOf(session),
          account: uuidOf(viewer.id),
          endpoint: body.endpoint,
          p256dh: body.p256dh,
          auth: body.auth,
        });
        if (!isSubscribed)
          throw new Refusal('tooMany', 'As many devices of this account are told as may be.');
        return {};
      }),
      answer(calls.unsubscribe, async ({ viewer }) => {
        if (viewer.session) await queries.unsubscribe(db, uuidOf(viewer.session));
        return {};
      }),
    ],
    start() {
      armSweep();
      stopListening = news.listen((item) => {
        if (item.kind === 'notice') enqueue(() => bellman.tell(item.to, item.notice));
        if (item.kind === 'ring') enqueue(() => bellman.ring(item.to, item.from));
        if (item.kind === 'onStage') enqueue(() => bellman.onStage(item.who, item.room, item.mayKnow));
        if (item.kind === 'blocked') rooms.part(item.by, item.of);
        if (item.kind === 'accountGone') rooms.forget(item.account);
        // After what is still waiting to be told about that room.
        if (item.kind === 'roomEnded') {
          enqueue(async () => tellPages(rooms.roomEnded(item.room)));
        }
      });
    },
    async stop() {
      stopListening();
      cancelSweep();
      await queue;
    },
  };
};

function isPoint(bytes: Uint8Array): boolean {
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}
