import { createHash } from 'node:crypto';
import { type AccountId, type LogAct, logEntryBytes, noMark, type ReportReason } from '@stoa/protocol/social';
import type { Database, Random } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import { typedHandle } from '../your-data/typed-handle.ts';
import { removeBan, storeBan } from './bans.ts';
import { storeKey } from './keys.ts';
import { appendToLog } from './moderation-log.ts';

/** What the operator does at the machine itself. A server that runs on the same database acts on it within half a second. */

async function accountOf(db: Database, handle: string): Promise<AccountId | undefined> {
  const row = await db
    .selectFrom('accounts')
    .where('handle', '=', typedHandle(handle))
    .select('id')
    .executeTakeFirst();
  return row && idOf('account', row.id);
}

/** Into the safety team, or out of it. False when nobody has this handle. */
export async function setOperator(db: Database, handle: string, on: boolean): Promise<boolean> {
  const account = await accountOf(db, handle);
  if (!account) return false;
  await db.updateTable('accounts').set({ operator: on }).where('id', '=', uuidOf(account)).execute();
  return true;
}

export type BanWish = {
  readonly reason: ReportReason;
  readonly note: string;
  /** Undefined: for good. */
  readonly days: number | undefined;
};
type Hands = { readonly db: Database; readonly random: Random; readonly now: number };

/** False when nobody has this handle. */
export async function banByHandle(
  { db, random, now }: Hands,
  handle: string,
  wish: BanWish,
): Promise<boolean> {
  const of = await accountOf(db, handle);
  if (!of) return false;
  const { reason, note, days } = wish;
  const until = days === undefined ? undefined : now + days * 86_400_000;
  const words = { reason, note, ...(until === undefined ? {} : { until }) };
  await db.transaction().execute(async (trx) => {
    await storeBan(trx, of, { reason, note, until }, now);
    await appendToLog(trx, random, 'operator', { act: 'banned', by: undefined, of, words }, now);
  });
  return true;
}

/** `absent`: nobody has this handle. `free`: there was no ban. */
export async function unbanByHandle(
  { db, random, now }: Hands,
  handle: string,
): Promise<'done' | 'free' | 'absent'> {
  const of = await accountOf(db, handle);
  if (!of) return 'absent';
  return await db.transaction().execute(async (trx) => {
    if (!(await removeBan(trx, of))) return 'free';
    await appendToLog(trx, random, 'operator', { act: 'unbanned', by: undefined, of }, now);
    return 'done';
  });
}

/** A new key of the safety team; its number. */
export async function addSafetyKey({ db, random, now }: Hands, publicKey: Uint8Array): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const number = await storeKey(trx, publicKey, now);
    const entry = { act: 'keyMade', by: undefined } as const;
    await appendToLog(trx, random, 'operator', entry, now);
    return number;
  });
}

export type LogCheck = {
  readonly logs: number;
  readonly entries: number;
  /** Logs with an entry that is missing, was changed or does not fit the one before. */
  readonly broken: number;
  /** SHA-256 over the newest hashes of all logs, hexadecimal: whoever notes it sees later whether the past was changed. */
  readonly digest: string;
};

/** Goes through every log from its first entry on. */
export async function checkLogs(db: Database): Promise<LogCheck> {
  const rows = await db.selectFrom('moderation_log').selectAll().orderBy('log').orderBy('n').execute();
  const bytes = (value: Uint8Array) => new Uint8Array(value);
  const logs = new Map<string, { n: number; hash: Uint8Array<ArrayBuffer>; broken: boolean }>();
  for (const row of rows) {
    const last = logs.get(row.log) ?? { n: 0, hash: noMark, broken: false };
    const id = Buffer.from(row.log.replaceAll('-', ''), 'hex');
    const entry = {
      n: row.n,
      on: row.on_day,
      act: row.act as LogAct,
      marks: { by: bytes(row.by_mark), of: bytes(row.of_mark), words: bytes(row.words_mark) },
      before: bytes(row.before),
    };
    const hash = createHash('sha256').update(logEntryBytes(id, entry)).digest();
    const fits = row.n === last.n + 1 && hash.equals(row.hash) && Buffer.from(last.hash).equals(row.before);
    logs.set(row.log, { n: row.n, hash: bytes(row.hash), broken: last.broken || !fits });
  }
  const all = [...logs.values()];
  const digest = createHash('sha256');
  for (const { hash } of all) digest.update(hash);
  return {
    logs: all.length,
    entries: rows.length,
    broken: all.filter(({ broken }) => broken).length,
    digest: digest.digest('hex'),
  };
}
