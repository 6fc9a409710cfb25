import type { AccountId, SessionId } from '@stoa/protocol/social';
import { type RawBuilder, sql } from 'kysely';
import type { House } from '../feature.ts';
import { dayOf } from '../store/day.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { nextGeneration } from './queries.ts';

/**
 * Ends these sessions of an account (all of them without a list) with the devices that belong to them, and says so at
 * once. How many there were.
 */
export async function endSessions(
  house: Pick<House, 'db' | 'news' | 'freshness'>,
  account: AccountId,
  which: { readonly only?: readonly SessionId[]; readonly except?: SessionId },
  now: number,
): Promise<number> {
  if (which.only?.length === 0) return 0;
  const { ended, generation } = await house.db.transaction().execute(async (db) => {
    let wanted = db.selectFrom('sessions').select('id').where('account', '=', uuidOf(account));
    if (which.only) wanted = wanted.where(oneOf('id', which.only.map(uuidOf)));
    if (which.except) wanted = wanted.where('id', '!=', uuidOf(which.except));
    const rows = await wanted.forUpdate().execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return { ended: [], generation: undefined };
    const devices = await db
      .selectFrom('devices')
      .select('id')
      .where(oneOf('session', ids))
      .where('removed_in', 'is', null)
      .execute();
    let generation: number | undefined;
    if (devices.length > 0) {
      generation = await nextGeneration(db, account);
      await db
        .updateTable('devices')
        .set({ removed_in: generation, removed_on: dayOf(now) })
        .where(
          oneOf(
            'id',
            devices.map(({ id }) => id),
          ),
        )
        .execute();
    }
    await db.deleteFrom('sessions').where(oneOf('id', ids)).execute();
    return { ended: ids, generation };
  });
  for (const uuid of ended) {
    const session = idOf('session', uuid);
    house.freshness.forget(session);
    house.news.tell({ kind: 'sessionEnded', account, session });
  }
  if (generation !== undefined) house.news.tell({ kind: 'devicesChanged', account, generation });
  return ended.length;
}

/** One parameter for all: a statement takes 65 535, and nobody keeps their sessions by having more. */
const oneOf = (column: string, ids: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])`;
