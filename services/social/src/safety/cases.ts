import {
  type CaseCard,
  safety as calls,
  type DecisionKind,
  type LogAct,
  reportReasonSchema,
} from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { type Answer, answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { cardOf } from '../people/relations.ts';
import type { LiveRoom } from '../rooms/live-room.ts';
import { peopleIn, stageOf } from '../rooms/live-room.ts';
import { dayOf } from '../store/day.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { storeBan } from './bans.ts';
import type { Enforcement } from './enforce.ts';
import { appendToLog, decisionsAbout, readLog } from './moderation-log.ts';
import type { NamedRooms } from './named-rooms.ts';
import * as queries from './queries.ts';
import { urgencyOf } from './urgency.ts';

const dayMs = 86_400_000;
const actOf: Readonly<Record<DecisionKind, LogAct>> = { nothing: 'nothing', warn: 'warned', ban: 'banned' };

/** The queue of the operator's safety team, and what is decided in it. */
export function cases(house: House, named: NamedRooms, enforcement: Enforcement): readonly Answer[] {
  const { db, random } = house;

  async function cardsOf(rows: readonly queries.CaseRow[], viewer: string): Promise<CaseCard[]> {
    const claimers = await claimersOf(db, rows);
    return rows.map((row) => {
      const claimed = row.claimed_by === null ? undefined : claimers.get(row.claimed_by);
      return {
        case: idOf('case', row.case),
        urgency: urgencyOf(row.score),
        person: { ...cardOf(row), since: row.created_on, measures: row.measures, banned: row.banned },
        kinds: (row.kinds ?? []) as CaseCard['kinds'],
        reasons: inOrder(row.reasons ?? []),
        reporters: row.reporters,
        evidence: row.evidence,
        since: row.opened_on,
        liveRooms: named.of(row.case).length,
        ...(claimed ? { claimedBy: claimed } : {}),
        claimedByMe: row.claimed_by === viewer,
      };
    });
  }

  const roomOf = async (room: LiveRoom) => {
    const moderators = stageOf(room).filter(({ role }) => role === 'moderator');
    const keys = moderators.map(({ account }) => account.reveal());
    await house.hall.faces.load(keys);
    return {
      room: room.handle,
      ...(room.words.title === undefined ? {} : { title: room.words.title }),
      people: peopleIn(room),
      hidden: room.reported,
      moderators: keys.flatMap((key) => house.hall.faces.card(key) ?? []),
    };
  };

  return [
    answer(calls.queue, async ({ viewer }) => ({
      cases: await cardsOf(await queries.caseRows(db, 'open', uuidOf(viewer.id)), uuidOf(viewer.id)),
      ...(await queries.openCases(db, uuidOf(viewer.id))),
    })),

    answer(calls.one, async ({ viewer, body }) => {
      const id = uuidOf(body.case);
      const [row] = await queries.caseRows(db, { id }, uuidOf(viewer.id));
      if (!row) throw notFound();
      const [card] = await cardsOf([row], uuidOf(viewer.id));
      if (!card) throw notFound();
      const [reports, history, devices] = await Promise.all([
        queries.reportRows(db, id),
        decisionsAbout(db, card.person.account),
        queries.deviceKeysOf(db, row.id),
      ]);
      return {
        ...card,
        reports: reports.map((report) => ({
          report: idOf('report', report.report),
          kind: report.kind,
          reason: reportReasonSchema.parse(report.reason),
          words: report.words ?? '',
          on: report.on_day,
          times: report.times ?? 1,
          ...(report.id === null || report.handle === null || report.name === null
            ? {}
            : { by: cardOf({ ...report, id: report.id, handle: report.handle, name: report.name }) }),
          ...(report.title === null ? {} : { title: report.title }),
          ...(report.evidence_key === null
            ? {}
            : { evidence: { key: report.evidence_key, bytes: report.evidence_bytes ?? 0 } }),
        })),
        rooms: await Promise.all(named.of(id).map(roomOf)),
        history,
        devices: devices.map((key) => new Uint8Array(key)),
      };
    }),

    answer(calls.evidence, async ({ viewer, body }) => {
      const row = await queries.evidenceRow(db, uuidOf(body.report), uuidOf(viewer.id));
      if (!row?.evidence || row.evidence_key === null) throw notFound();
      return { key: row.evidence_key, sealed: new Uint8Array(row.evidence) };
    }),

    answer(calls.claim, async ({ viewer, body }) => {
      const id = uuidOf(body.case);
      const me = uuidOf(viewer.id);
      await db.transaction().execute(async (trx) => {
        const row = await queries.lockCase(trx, id, me);
        if (!row) throw notFound();
        if (row.operator !== null && row.operator !== me) {
          throw new Refusal('taken', 'Somebody else works on this case.');
        }
        if (!body.on) await trx.deleteFrom('safety_claims').where('safety_case', '=', id).execute();
        else if (row.operator === null) {
          await trx.insertInto('safety_claims').values({ safety_case: id, operator: me }).execute();
        }
      });
      return {};
    }),

    answer(calls.decide, async ({ viewer, body, now }) => {
      const { decision, reason, note, days } = body;
      if (days !== undefined && decision !== 'ban') {
        throw new Refusal('malformed', 'Only a ban lasts for days.');
      }
      const id = uuidOf(body.case);
      const until = days === undefined ? undefined : now + days * dayMs;
      const ended = body.endRooms ? named.of(id) : [];
      const { account, reporters } = await db.transaction().execute(async (trx) => {
        const row = await queries.lockCase(trx, id, uuidOf(viewer.id));
        if (!row) throw notFound();
        if (row.operator !== null && row.operator !== uuidOf(viewer.id)) {
          throw new Refusal('taken', 'Somebody else works on this case.');
        }
        const account = idOf('account', row.account);
        await trx
          .updateTable('safety_cases')
          .set({ decision, decided_on: dayOf(now) })
          .where('id', '=', id)
          .execute();
        await trx.deleteFrom('safety_claims').where('safety_case', '=', id).execute();
        const words = { reason, note, ...(until === undefined ? {} : { until }) };
        // That nothing was done is nobody's business: the entry does not say about whom.
        const whom = decision === 'nothing' ? {} : { of: account };
        await appendToLog(
          trx,
          random,
          'operator',
          { act: actOf[decision], by: viewer.id, ...whom, words },
          now,
        );
        if (decision === 'ban') await storeBan(trx, account, { reason, note, until }, now);
        for (const _room of ended) {
          await appendToLog(
            trx,
            random,
            'operator',
            { act: 'roomEnded', by: viewer.id, words: { reason } },
            now,
          );
        }
        return { account, reporters: await queries.reportersOf(trx, id) };
      });
      if (decision === 'ban') await enforcement.shutOut(account);
      named.review(id);
      for (const room of ended) house.hall.rooms.end(room);
      if (decision === 'warn') {
        house.news.tell({ kind: 'notice', to: [account], notice: { kind: 'safety', about: 'warning' } });
      }
      const to = reporters.map((each) => idOf('account', each));
      if (to.length > 0)
        house.news.tell({ kind: 'notice', to, notice: { kind: 'safety', about: 'reportAnswered' } });
      return {};
    }),

    answer(calls.log, async ({ body }) => readLog(db, 'operator', body.before)),
  ];
}

async function claimersOf(db: House['db'], rows: readonly queries.CaseRow[]) {
  const ids = rows.flatMap(({ claimed_by }) => claimed_by ?? []);
  if (ids.length === 0) return new Map<string, ReturnType<typeof cardOf>>();
  const found = await db
    .selectFrom('accounts')
    .where('id', 'in', ids)
    .select(['id', 'handle', 'name', 'image'])
    .execute();
  return new Map(found.map((row) => [row.id, cardOf(row)]));
}

/** Most urgent first. */
const inOrder = (reasons: readonly string[]) =>
  reportReasonSchema.options.filter((each) => reasons.includes(each));
