import { accounts } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { notFound } from '../http/refusal.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import { endSessions } from './end-sessions.ts';

export function sessions(desk: Desk) {
  const { house } = desk;
  return [
    answer(accounts.sessionList, async ({ viewer }) => {
      const rows = await house.db
        .selectFrom('sessions')
        .select(['id', 'label', 'created_on', 'used_on'])
        .where('account', '=', uuidOf(viewer.id))
        .orderBy('used_on', 'desc')
        .orderBy('id')
        .execute();
      const here = new Set<string>();
      for (const page of house.live.pagesOf(viewer.id)) here.add(page.session.reveal());
      return {
        sessions: rows.map((row) => {
          const id = idOf('session', row.id);
          return {
            id,
            label: row.label,
            createdOn: row.created_on,
            usedOn: row.used_on,
            here: here.has(id.reveal()),
          };
        }),
      };
    }),

    answer(accounts.sessionEnd, async ({ viewer, body, now, cookie }) => {
      if ((await endSessions(house, viewer.id, { only: [body.id] }, now)) === 0) throw notFound();
      if (viewer.session?.equals(body.id)) cookie.clear();
      return {};
    }),

    answer(accounts.sessionEndOthers, async ({ viewer, now }) => {
      const except = viewer.session ? { except: viewer.session } : {};
      return { ended: await endSessions(house, viewer.id, except, now) };
    }),

    answer(accounts.signOut, async ({ viewer, now, cookie }) => {
      if (viewer.session) await endSessions(house, viewer.id, { only: [viewer.session] }, now);
      cookie.clear();
      return {};
    }),
  ];
}
