import { clubSight } from '@stoa/core/clubs';
import { safety as calls } from '@stoa/protocol/social';
import { clubRow } from '../clubs/queries.ts';
import type { House } from '../feature.ts';
import { type Answer, answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { uuidOf } from '../store/ids.ts';
import { readLog } from './moderation-log.ts';
import type { RoomActs } from './room-acts.ts';

/** Logs that those who moderate can read: of a live room, of a club. */
export function logs(house: House, acts: RoomActs): readonly Answer[] {
  const { db, hall } = house;
  return [
    answer(calls.roomLog, async ({ viewer, body }) => {
      if (hall.roleIn(body.room, viewer.id) !== 'moderator') throw notFound();
      return { acts: await acts.of(body.room) };
    }),

    answer(calls.clubLog, async ({ viewer, body }) => {
      const row = await clubRow(db, uuidOf(body.club), uuidOf(viewer.id));
      const seen = clubSight(row?.standing ?? 'none', row?.in_directory ?? false);
      if (!row || !seen.club) throw notFound();
      if (!seen.desk) throw new Refusal('notAllowed', 'This is for those who run the club.');
      return readLog(db, body.club, body.before);
    }),
  ];
}
