import { type AccountId, messages as calls, messageLimits } from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import type { MakeFeature } from '../feature.ts';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import type { AccountViewer } from '../http/viewer.ts';
import { cardsFor } from '../people/relations.ts';
import { dayOf } from '../store/day.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import * as queries from './queries.ts';
import { send } from './send.ts';

const lookUpsPerDay = 20_000;

/** Envelopes between two accounts: kept sealed until each device has them, and no longer. */
export const messages: MakeFeature = (house) => {
  const { db, clock, live, news } = house;
  const sending = new Allowance(clock, messageLimits.perDay, messageLimits.perMinute);
  const strangers = new Allowance(clock, messageLimits.strangersPerDay);
  const lookUps = new Allowance(clock, lookUpsPerDay, messageLimits.lookUpsPerMinute);
  const tidying = new Set<Promise<void>>();
  let stopListening = () => {};

  const tidy = (work: Promise<unknown>): void => {
    const run = work
      .then(() => undefined)
      .catch(() => house.log({ event: 'fault', where: 'messages' }))
      .finally(() => tidying.delete(run));
    tidying.add(run);
  };
  const nudge = (account: AccountId): void => live.tell(account, { t: 'messages' });
  const sessionOf = ({ session }: AccountViewer) => {
    if (!session) throw new Refusal('notAllowed', 'Messages are for devices, and a program is none.');
    return session;
  };

  return {
    answers: [
      answer(calls.send, async ({ viewer, body, now }) => {
        const session = sessionOf(viewer);
        sending.take(viewer.id);
        const outcome = await send(house, { ...body, from: viewer.id, session }, now, () =>
          strangers.take(viewer.id),
        );
        if (outcome === 'changed' || outcome === 'noDevices') return { outcome };
        nudge(body.to);
        nudge(viewer.id);
        if (outcome === 'open') news.tell({ kind: 'ring', to: body.to, from: viewer.id });
        return { outcome: 'sent' as const };
      }),

      answer(calls.fetch, async ({ viewer }) => {
        const device = await queries.deviceOf(db, uuidOf(sessionOf(viewer)));
        if (!device) return { waiting: [], more: false };
        const { atOnce } = messageLimits;
        const rows = await queries.waitingFor(db, uuidOf(viewer.id), device, atOnce + 1);
        return {
          waiting: rows.slice(0, atOnce).map(({ id, author, envelope }) => ({
            id: idOf('envelope', id),
            from: idOf('account', author),
            envelope: new Uint8Array(envelope),
          })),
          more: rows.length > atOnce,
        };
      }),
      answer(calls.taken, async ({ viewer, body }) => {
        const device = await queries.deviceOf(db, uuidOf(sessionOf(viewer)));
        if (device) await queries.forget(db, device, body.ids.map(uuidOf));
        return {};
      }),

      answer(calls.people, async ({ viewer, body }) => {
        sessionOf(viewer);
        lookUps.take(viewer.id);
        const rows = await queries.partners(db, uuidOf(viewer.id), body.accounts.map(uuidOf));
        const cards = await cardsFor(
          db,
          viewer.id,
          rows.map(({ id }) => id),
        );
        return {
          people: rows.map(({ id, standing, generation }) => {
            const card = cards.get(id);
            return { account: idOf('account', id), standing, ...(card ? { card, generation } : {}) };
          }),
        };
      }),

      answer(calls.accept, async ({ viewer, body, now }) => {
        sessionOf(viewer);
        const [me, them] = [uuidOf(viewer.id), uuidOf(body.account)];
        if (!(await queries.answerTie(db, me, them, 'open', dayOf(now)))) throw notFound();
        nudge(viewer.id);
        return {};
      }),
      answer(calls.refuse, async ({ viewer, body, now }) => {
        sessionOf(viewer);
        const [me, them] = [uuidOf(viewer.id), uuidOf(body.account)];
        await db.transaction().execute(async (trx) => {
          if (!(await queries.answerTie(trx, me, them, 'refused', dayOf(now)))) throw notFound();
          await queries.dropFrom(trx, me, them);
        });
        nudge(viewer.id);
        return {};
      }),
    ],
    start() {
      stopListening = news.listen((item) => {
        if (item.kind === 'blocked') {
          tidy(queries.parted(db, uuidOf(item.by), uuidOf(item.of)));
          nudge(item.by);
        }
        if (item.kind === 'devicesChanged') tidy(queries.dropForRemoved(db, uuidOf(item.account)));
      });
    },
    async stop() {
      stopListening();
      await Promise.all(tidying);
    },
  };
};
