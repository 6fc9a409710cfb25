import { createHash } from 'node:crypto';
import { fromBase64Url } from '@stoa/protocol';
import {
  type AccountId,
  type ClubId,
  type LogAct,
  type LogEntry,
  logEntryBytes,
  markBytes,
  noMark,
  safetyLimits,
} from '@stoa/protocol/social';
import { type Selectable, sql, type Transaction } from 'kysely';
import { cardColumns, cardOf } from '../people/relations.ts';
import type { Database, Random } from '../ports.ts';
import { dayOf } from '../store/day.ts';
import { uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';

type Trx = Transaction<Tables>;

/** Which log: the operator's, or one club's. */
export type LogOf = 'operator' | ClubId;

export type NewEntry = {
  readonly act: LogAct;
  /** Undefined: the operator at the machine itself. */
  readonly by: AccountId | undefined;
  readonly of?: AccountId;
  /** Whom it is about is not shown it: a ban from a club is none of that person's knowledge. */
  readonly untold?: true;
  readonly words?: object;
};

const operatorLog = '00000000-0000-0000-0000-000000000000';
/** Any number: two that write in one log take turns. */
const lockNumber = 7_305_152;

const uuidOfLog = (log: LogOf): string => (log === 'operator' ? operatorLog : uuidOf(log));
const bytesOf = (uuid: string): Uint8Array => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** One more entry, in the same transaction as what it tells. Nothing changes or removes it (migration 0007). */
export async function appendToLog(
  trx: Trx,
  random: Random,
  log: LogOf,
  entry: NewEntry,
  now: number,
): Promise<void> {
  const id = uuidOfLog(log);
  await sql`select pg_advisory_xact_lock(${lockNumber}, hashtext(${id}))`.execute(trx);
  const last = await trx
    .selectFrom('moderation_log')
    .where('log', '=', id)
    .select(['n', 'hash'])
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const by = entry.by && markedPerson(entry.by, random);
  const of = entry.of && markedPerson(entry.of, random);
  const about = entry.untold ? entry.by : (entry.of ?? entry.by);
  const words =
    entry.words && about
      ? { salt: Buffer.from(random(16)), words: JSON.stringify(entry.words), account: uuidOf(about) }
      : undefined;
  const row = {
    n: (last?.n ?? 0) + 1,
    on: dayOf(now),
    act: entry.act,
    marks: {
      by: by?.mark ?? noMark,
      of: of?.mark ?? noMark,
      words: words ? sha256(markBytes(words.salt, Buffer.from(words.words))) : noMark,
    },
    before: last ? new Uint8Array(last.hash) : noMark,
  };
  await trx
    .insertInto('moderation_log')
    .values({
      log: id,
      n: row.n,
      on_day: row.on,
      act: row.act,
      by_mark: Buffer.from(row.marks.by),
      of_mark: Buffer.from(row.marks.of),
      words_mark: Buffer.from(row.marks.words),
      before: Buffer.from(row.before),
      hash: Buffer.from(sha256(logEntryBytes(bytesOf(id), row))),
    })
    .execute();
  const people = [
    ...(by ? [{ part: 'by' as const, ...by }] : []),
    ...(of ? [{ part: entry.untold ? ('untold' as const) : ('of' as const), ...of }] : []),
  ].map(({ part, account, salt }) => ({ log: id, n: row.n, part, account, salt }));
  if (people.length > 0) await trx.insertInto('moderation_people').values(people).execute();
  if (words)
    await trx
      .insertInto('moderation_words')
      .values({ log: id, n: row.n, ...words })
      .execute();
}

function markedPerson(account: AccountId, random: Random) {
  const salt = Buffer.from(random(16));
  const mark = sha256(markBytes(salt, fromBase64Url(account.reveal())!));
  return { salt, mark, account: uuidOf(account) };
}

export type LogPage = { readonly entries: LogEntry[]; readonly next?: number };

/** Newest first; `before` goes on where a page ended. */
export async function readLog(db: Database, log: LogOf, before: number | undefined): Promise<LogPage> {
  const id = uuidOfLog(log);
  const rows = await db
    .selectFrom('moderation_log')
    .where('log', '=', id)
    .$if(before !== undefined, (query) => query.where('n', '<', before!))
    .selectAll()
    .orderBy('n', 'desc')
    .limit(safetyLimits.logEntries + 1)
    .execute();
  const page = rows.slice(0, safetyLimits.logEntries);
  const entries = await told(db, page);
  const last = page.at(-1);
  return { entries, ...(last && rows.length > page.length ? { next: last.n } : {}) };
}

/** The operator's decisions about one person, newest first. */
export async function decisionsAbout(db: Database, account: AccountId): Promise<LogEntry[]> {
  const rows = await db
    .selectFrom('moderation_log')
    .innerJoin('moderation_people', (join) =>
      join
        .onRef('moderation_people.log', '=', 'moderation_log.log')
        .onRef('moderation_people.n', '=', 'moderation_log.n'),
    )
    .where('moderation_people.account', '=', uuidOf(account))
    .where('moderation_people.part', '=', 'of')
    .where('moderation_log.log', '=', operatorLog)
    .selectAll('moderation_log')
    .orderBy('moderation_log.n', 'desc')
    .limit(safetyLimits.logEntries)
    .execute();
  return told(db, rows);
}

type Row = Selectable<Tables['moderation_log']>;

/** With the people and the words that are still there. */
async function told(db: Database, rows: readonly Row[]): Promise<LogEntry[]> {
  const [first] = rows;
  if (!first) return [];
  const ns = rows.map(({ n }) => n);
  const people = await db
    .selectFrom('moderation_people')
    .innerJoin('accounts', 'accounts.id', 'moderation_people.account')
    .where('log', '=', first.log)
    .where('n', 'in', ns)
    .select(['n', 'part', 'salt', ...cardColumns])
    .execute();
  const words = await db
    .selectFrom('moderation_words')
    .where('log', '=', first.log)
    .where('n', 'in', ns)
    .select(['n', 'salt', 'words'])
    .execute();
  const bytes = (value: Uint8Array) => new Uint8Array(value);
  const marked = (row: (typeof people)[number]) => ({ salt: bytes(row.salt), shown: cardOf(row) });
  return rows.map((row) => {
    const by = people.find(({ n, part }) => n === row.n && part === 'by');
    const of = people.find(({ n, part }) => n === row.n && part !== 'by');
    const said = words.find(({ n }) => n === row.n);
    return {
      n: row.n,
      on: row.on_day,
      act: row.act as LogAct,
      marks: { by: bytes(row.by_mark), of: bytes(row.of_mark), words: bytes(row.words_mark) },
      before: bytes(row.before),
      hash: bytes(row.hash),
      ...(by ? { by: marked(by) } : {}),
      ...(of ? { of: marked(of) } : {}),
      ...(said ? { words: { salt: bytes(said.salt), text: said.words } } : {}),
    };
  });
}
