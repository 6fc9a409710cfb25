import { type Ban, safety as calls, reportReasonSchema } from '@stoa/protocol/social';
import type { House } from '../feature.ts';
import { type Answer, answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { cardOf } from '../people/relations.ts';
import { uuidOf } from '../store/ids.ts';
import { removeBan } from './bans.ts';
import type { Enforcement } from './enforce.ts';
import { storeKey } from './keys.ts';
import { appendToLog } from './moderation-log.ts';
import { banRows } from './queries.ts';

const appealOf = (row: {
  readonly appeal: string | null;
  readonly appeal_answered: boolean;
}): Ban['appeal'] => (row.appeal === null ? 'possible' : row.appeal_answered ? 'answered' : 'waiting');

/** What the banned are told, how they object, and how the safety team answers. */
export function banned(house: House, enforcement: Enforcement): readonly Answer[] {
  const { db, random, bans } = house;

  async function held(ticket: string) {
    const account = bans.holder(ticket);
    const row =
      account &&
      (await db.selectFrom('bans').where('account', '=', uuidOf(account)).selectAll().executeTakeFirst());
    if (!row) throw notFound();
    return row;
  }

  return [
    answer(calls.ban, async ({ body }) => {
      const row = await held(body.ticket);
      return {
        reason: reportReasonSchema.parse(row.reason),
        note: row.note,
        since: row.since,
        ...(row.until ? { until: row.until.getTime() } : {}),
        appeal: appealOf(row),
      };
    }),

    answer(calls.appeal, async ({ body }) => {
      const row = await held(body.ticket);
      if (body.words === '') throw new Refusal('malformed', 'An appeal has words.');
      const { numUpdatedRows } = await db
        .updateTable('bans')
        .set({ appeal: body.words })
        .where('account', '=', row.account)
        .where('appeal', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new Refusal('taken', 'There is an appeal already.');
      return {};
    }),

    answer(calls.bans, async () => ({
      bans: (await banRows(db)).map((row) => ({
        person: cardOf(row),
        reason: reportReasonSchema.parse(row.reason),
        note: row.note,
        since: row.since,
        ...(row.until ? { until: row.until.getTime() } : {}),
        ...(row.appeal === null ? {} : { appeal: row.appeal }),
        answered: row.appeal_answered,
      })),
    })),

    answer(calls.review, async ({ viewer, body, now }) => {
      const { account, lift, note } = body;
      await db.transaction().execute(async (trx) => {
        if (lift) {
          if (!(await removeBan(trx, account))) throw notFound();
        } else {
          const { numUpdatedRows } = await trx
            .updateTable('bans')
            .set({ appeal_answered: true })
            .where('account', '=', uuidOf(account))
            .where('appeal', 'is not', null)
            .executeTakeFirst();
          if (numUpdatedRows === 0n) throw notFound();
        }
        const act = lift ? 'unbanned' : 'appealRefused';
        await appendToLog(trx, random, 'operator', { act, by: viewer.id, of: account, words: { note } }, now);
      });
      if (lift) enforcement.letIn(account);
      return {};
    }),

    answer(calls.keySet, async ({ viewer, body, now }) => ({
      number: await db.transaction().execute(async (trx) => {
        const number = await storeKey(trx, body.publicKey, now);
        await appendToLog(trx, random, 'operator', { act: 'keyMade', by: viewer.id, words: { number } }, now);
        return number;
      }),
    })),
  ];
}
