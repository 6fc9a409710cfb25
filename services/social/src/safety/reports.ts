import { maySee } from '@stoa/core/entry';
import {
  safety as calls,
  type DecisionKind,
  type ReportAbout,
  reportReasonSchema,
  safetyLimits,
} from '@stoa/protocol/social';
import { Allowance } from '../allowance.ts';
import type { House } from '../feature.ts';
import { type Answer, answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { bondOf, doorwayOf } from '../rooms/doorway.ts';
import { newId, uuidOf } from '../store/ids.ts';
import { currentKey, hasKey } from './keys.ts';
import type { NamedRooms } from './named-rooms.ts';
import * as queries from './queries.ts';

/** What anybody with an account may do: tell the safety team, and see what came of it. */
export function reports(house: House, named: NamedRooms): readonly Answer[] {
  const { db, clock, random } = house;
  const allowance = new Allowance(clock, safetyLimits.reportsPerDay, safetyLimits.reportsPerMinute);

  /** Whom a report is about: of a room, who opened it. */
  async function subject(about: ReportAbout, viewer: Parameters<typeof bondOf>[1]) {
    if (about.kind !== 'room') return { account: about.account, room: undefined };
    const room = house.hall.rooms.find(about.room);
    if (!room || !maySee(doorwayOf(room), await bondOf(room, viewer, house.hall)).may) throw notFound();
    return { account: room.opener, room };
  }

  return [
    answer(calls.key, async () => {
      const key = await currentKey(db);
      return key ? { key } : {};
    }),

    answer(calls.report, async ({ viewer, body, now }) => {
      const { about, reason, words, evidence } = body;
      if (evidence && !(await hasKey(db, evidence.key))) {
        throw new Refusal('malformed', 'This evidence is sealed for a key that the safety team never had.');
      }
      const { account, room } = await subject(about, viewer.id);
      if (account.equals(viewer.id)) throw new Refusal('malformed', 'Nobody reports themself.');
      allowance.take(viewer.id);
      // Absent people are answered like those who are there.
      if (!(await queries.isThere(db, account))) return {};
      const filed = {
        by: viewer.id,
        account,
        kind: about.kind,
        reason,
        words,
        title: room?.words.title,
        evidence,
        ids: [uuidOf(newId('case', random)), uuidOf(newId('report', random))],
      } as const;
      const safetyCase = await db.transaction().execute((trx) => queries.file(trx, filed, now));
      if (room) named.note(safetyCase, room.handle, viewer.id);
      return {};
    }),

    answer(calls.mine, async ({ viewer }) => {
      const me = uuidOf(viewer.id);
      const [decisions, own] = await Promise.all([queries.decisionRows(db, me), queries.reportsBy(db, me)]);
      return {
        decisions: decisions
          .filter(({ act }) => act !== 'nothing')
          .map(({ act, on_day, words, club }) => ({
            act,
            on: on_day,
            ...wordsOf(words),
            ...(club === null ? {} : { club }),
          })),
        reports: own.map(({ kind, reason, title, on_day, name, decision }) => ({
          kind,
          ...called(kind === 'room' ? title : name),
          reason: reportReasonSchema.parse(reason),
          on: on_day,
          state: stateOf(decision),
        })),
      };
    }),
  ];
}

const stateOf = (decision: DecisionKind | null): 'waiting' | 'nothing' | 'acted' =>
  decision === null ? 'waiting' : decision === 'nothing' ? 'nothing' : 'acted';

const called = (name: string | null) => (name ? { name } : {});

/** What an entry of the log says besides its act. */
function wordsOf(text: string | null) {
  const words = (text === null ? {} : JSON.parse(text)) as { reason?: string; note?: string; until?: number };
  const reason = reportReasonSchema.safeParse(words.reason).data;
  return {
    note: words.note ?? '',
    ...(reason ? { reason } : {}),
    ...(words.until === undefined ? {} : { until: words.until }),
  };
}
