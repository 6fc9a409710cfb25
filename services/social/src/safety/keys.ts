import type { Transaction } from 'kysely';
import type { Database } from '../ports.ts';
import { dayOf } from '../store/day.ts';
import type { Tables } from '../store/tables/index.ts';

/** The newest key of the safety team; older ones still open the evidence that was sealed for them. */
export async function currentKey(db: Database) {
  const row = await db
    .selectFrom('safety_keys')
    .select(['number', 'public_key'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { number: row.number, publicKey: new Uint8Array(row.public_key) };
}

export const hasKey = async (db: Database, number: number): Promise<boolean> =>
  (await db.selectFrom('safety_keys').where('number', '=', number).select('number').executeTakeFirst()) !==
  undefined;

export async function storeKey(
  trx: Transaction<Tables>,
  publicKey: Uint8Array,
  now: number,
): Promise<number> {
  const { number } = await trx
    .insertInto('safety_keys')
    .values({ public_key: Buffer.from(publicKey), made_on: dayOf(now) })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}
