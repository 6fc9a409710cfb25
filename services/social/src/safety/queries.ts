import { type AccountId, type ReportReason, reportReasonSchema, safetyLimits } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import { cardColumns } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { dayOf } from '../store/day.ts';
import { uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';
import { scoreOf } from './urgency.ts';

type Trx = Transaction<Tables>;
type Db = Database | Trx;

export type Filed = {
  readonly by: AccountId;
  readonly account: AccountId;
  readonly kind: 'person' | 'message' | 'room';
  readonly reason: ReportReason;
  readonly words: string;
  readonly title: string | undefined;
  readonly evidence: { readonly key: number; readonly sealed: Uint8Array } | undefined;
  /** For a case and a report that are new. */
  readonly ids: readonly [safetyCase: string, report: string];
};

/** Is there such an account, and not on its way out? */
export const isThere = async (db: Db, account: AccountId): Promise<boolean> =>
  (await db
    .selectFrom('accounts')
    .where('id', '=', uuidOf(account))
    .where(sql<boolean>`not exists (select from leaving where account = accounts.id)`)
    .select('id')
    .executeTakeFirst()) !== undefined;

/** Into the open case about that person, which begins with the first report; the case's id. */
export async function file(trx: Trx, filed: Filed, now: number): Promise<string> {
  const [newCase, newReport] = filed.ids;
  const account = uuidOf(filed.account);
  const { id: safetyCase } = await trx
    .insertInto('safety_cases')
    .values({ id: newCase, account, score: 0, opened_on: dayOf(now), decision: null, decided_on: null })
    .onConflict((conflict) =>
      conflict
        .column('account')
        .where('decided_on', 'is', null)
        // The row is locked from here on: reports about one person take turns.
        .doUpdateSet((eb) => ({ score: eb.ref('safety_cases.score') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  const again = await trx
    .selectFrom('safety_reports')
    .innerJoin('safety_reporters', 'safety_reporters.report', 'safety_reports.id')
    .where('safety_case', '=', safetyCase)
    .where('safety_reporters.account', '=', uuidOf(filed.by))
    .where('kind', '=', filed.kind)
    .where(sql<boolean>`title is not distinct from ${filed.title ?? null}`)
    .select(['safety_reports.id', 'safety_reports.reason', 'safety_reporters.words'])
    .executeTakeFirst();
  if (again) await addTo(trx, again, filed);
  else await insert(trx, { safetyCase, account, newReport }, filed, now);
  await rescore(trx, safetyCase);
  return safetyCase;
}

const evidenceOf = ({ evidence }: Filed) =>
  evidence && { evidence_key: evidence.key, evidence: Buffer.from(evidence.sealed) };

async function insert(
  trx: Trx,
  ids: { readonly safetyCase: string; readonly account: string; readonly newReport: string },
  filed: Filed,
  now: number,
): Promise<void> {
  const { kind, reason, title, words } = filed;
  await trx
    .insertInto('safety_reports')
    .values({
      id: ids.newReport,
      safety_case: ids.safetyCase,
      account: ids.account,
      kind,
      reason,
      title: title ?? null,
      on_day: dayOf(now),
      ...(evidenceOf(filed) ?? { evidence_key: null, evidence: null }),
    })
    .execute();
  await trx
    .insertInto('safety_reporters')
    .values({ report: ids.newReport, account: uuidOf(filed.by), words })
    .execute();
}

/** The same person about the same thing: one report that says more. */
async function addTo(
  trx: Trx,
  before: { readonly id: string; readonly reason: string; readonly words: string },
  filed: Filed,
): Promise<void> {
  const reasons = [before.reason as ReportReason, filed.reason];
  const { options } = reportReasonSchema;
  const gravest = options.find((each) => reasons.includes(each)) ?? filed.reason;
  await trx
    .updateTable('safety_reports')
    .set({ reason: gravest, ...evidenceOf(filed) })
    .where('id', '=', before.id)
    .execute();
  const more = filed.words !== '' && !before.words.includes(filed.words);
  const words = more ? [before.words, filed.words].filter((each) => each !== '').join('\n\n') : before.words;
  await trx
    .updateTable('safety_reporters')
    .set((eb) => ({
      words: [...words].slice(-4 * safetyLimits.wordsCodePoints).join(''),
      times: sql<number>`least(${eb.ref('times')} + 1, 1000)`,
    }))
    .where('report', '=', before.id)
    .execute();
}

async function rescore(trx: Trx, safetyCase: string): Promise<void> {
  const rows = await trx
    .selectFrom('safety_reports')
    .leftJoin('safety_reporters', 'safety_reporters.report', 'safety_reports.id')
    .where('safety_case', '=', safetyCase)
    .select(['reason', 'safety_reporters.account', sql<boolean>`evidence is not null`.as('evidence')])
    .execute();
  const score = scoreOf({
    reasons: rows.map(({ reason }) => reason as ReportReason),
    reporters: new Set(rows.map(({ account }) => account)).size,
    evidence: rows.some(({ evidence }) => evidence),
  });
  await trx.updateTable('safety_cases').set({ score }).where('id', '=', safetyCase).execute();
}

/**
 * Open cases, most urgent first, then the oldest; or one, open or not. Never one about who asks: it names those who
 * reported.
 */
export async function caseRows(db: Db, which: { readonly id: string } | 'open', viewer: string) {
  return await db
    .selectFrom('safety_cases as c')
    .innerJoin('accounts', 'accounts.id', 'c.account')
    .leftJoin('safety_claims', 'safety_claims.safety_case', 'c.id')
    .where('c.account', '!=', viewer)
    .$if(which === 'open', (query) => query.where('decided_on', 'is', null))
    .$if(which !== 'open', (query) => query.where('c.id', '=', (which as { id: string }).id))
    .select([
      'c.id as case',
      'c.score',
      'c.opened_on',
      'c.decided_on',
      'safety_claims.operator as claimed_by',
      ...cardColumns,
      'accounts.created_on',
      sql<boolean>`exists (select from bans where account = c.account)`.as('banned'),
      sql<number>`(select count(*) from moderation_people p join moderation_log l on l.log = p.log and l.n = p.n
        where p.account = c.account and p.part = 'of' and l.act in ('warned', 'banned'))`.as('measures'),
      sql<string[]>`(select array_agg(distinct kind) from safety_reports where safety_case = c.id)`.as(
        'kinds',
      ),
      sql<string[]>`(select array_agg(distinct reason) from safety_reports where safety_case = c.id)`.as(
        'reasons',
      ),
      sql<number>`(select count(*) from safety_reports where safety_case = c.id and evidence is not null)`.as(
        'evidence',
      ),
      sql<number>`(select count(distinct coalesce(w.account, r.id)) from safety_reports r
        left join safety_reporters w on w.report = r.id where r.safety_case = c.id)`.as('reporters'),
    ])
    .orderBy('c.score', 'desc')
    .orderBy('c.n')
    .limit(safetyLimits.queueEntries)
    .execute();
}
export type CaseRow = Awaited<ReturnType<typeof caseRows>>[number];

/** Without the viewer's own case: not even that there is one is told. */
export const openCases = async (db: Db, viewer: string): Promise<{ total: number; appeals: number }> =>
  await db
    .selectNoFrom([
      sql<number>`(select count(*) from safety_cases where decided_on is null and account <> ${viewer})`.as(
        'total',
      ),
      sql<number>`(select count(*) from bans where appeal is not null and not appeal_answered)`.as('appeals'),
    ])
    .executeTakeFirstOrThrow();

export const reportRows = async (db: Db, safetyCase: string) =>
  await db
    .selectFrom('safety_reports as r')
    .leftJoin('safety_reporters as w', 'w.report', 'r.id')
    .leftJoin('accounts', 'accounts.id', 'w.account')
    .where('r.safety_case', '=', safetyCase)
    .select([
      'r.id as report',
      'r.kind',
      'r.reason',
      'r.title',
      'r.on_day',
      'r.evidence_key',
      sql<number | null>`octet_length(r.evidence)`.as('evidence_bytes'),
      'w.words',
      'w.times',
      ...cardColumns,
    ])
    .orderBy('r.n', 'desc')
    .limit(200)
    .execute();

export const evidenceRow = async (db: Db, report: string, viewer: string) =>
  await db
    .selectFrom('safety_reports')
    .where('id', '=', report)
    .where('evidence', 'is not', null)
    .where('account', '!=', viewer)
    .select(['evidence', 'evidence_key'])
    .executeTakeFirst();

/** Ed25519 keys of its newest devices, also of those that it has no more. */
export const deviceKeysOf = async (db: Db, account: string): Promise<readonly Uint8Array[]> =>
  (
    await db
      .selectFrom('devices')
      .where('account', '=', account)
      .select('ed25519')
      .orderBy('added_in', 'desc')
      .limit(2_000)
      .execute()
  ).map(({ ed25519 }) => new Uint8Array(ed25519));

/** A case that is open and not about the viewer; it stays as it is until the transaction ends. */
export const lockCase = async (trx: Trx, id: string, viewer: string) =>
  await trx
    .selectFrom('safety_cases')
    .leftJoin('safety_claims', 'safety_claims.safety_case', 'safety_cases.id')
    .where('safety_cases.id', '=', id)
    .where('account', '!=', viewer)
    .where('decided_on', 'is', null)
    .select(['safety_cases.id', 'account', 'operator'])
    .forUpdate('safety_cases')
    .executeTakeFirst();

export const reportersOf = async (db: Db, safetyCase: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('safety_reporters')
      .innerJoin('safety_reports', 'safety_reports.id', 'safety_reporters.report')
      .where('safety_case', '=', safetyCase)
      .select('safety_reporters.account')
      .distinct()
      .execute()
  ).map(({ account }) => account);

/** What became of somebody's own reports. */
export const reportsBy = async (db: Db, account: string) =>
  await db
    .selectFrom('safety_reporters as w')
    .innerJoin('safety_reports as r', 'r.id', 'w.report')
    .innerJoin('safety_cases as c', 'c.id', 'r.safety_case')
    .innerJoin('accounts', 'accounts.id', 'r.account')
    .where('w.account', '=', account)
    .select(['r.kind', 'r.reason', 'r.title', 'r.on_day', 'accounts.name', 'c.decision'])
    .orderBy('r.n', 'desc')
    .limit(50)
    .execute();

/** Decisions that somebody is told of: of the operator, but that nothing was done, and of clubs. */
export const decisionRows = async (db: Db, account: string) =>
  await db
    .selectFrom('moderation_people as p')
    .innerJoin('moderation_log as l', (join) => join.onRef('l.log', '=', 'p.log').onRef('l.n', '=', 'p.n'))
    .leftJoin('moderation_words as w', (join) =>
      join.onRef('w.log', '=', 'p.log').onRef('w.n', '=', 'p.n').onRef('w.account', '=', 'p.account'),
    )
    .leftJoin('clubs', 'clubs.id', 'l.log')
    .where('p.account', '=', account)
    .where('p.part', '=', 'of')
    .select(['l.act', 'l.on_day', 'l.log', 'w.words', 'clubs.name as club'])
    .orderBy('l.on_day', 'desc')
    .orderBy('l.n', 'desc')
    .limit(50)
    .execute();

export const banRows = async (db: Db) =>
  await db
    .selectFrom('bans')
    .innerJoin('accounts', 'accounts.id', 'bans.account')
    .select([...cardColumns, 'reason', 'note', 'since', 'until', 'appeal', 'appeal_answered'])
    .orderBy(sql`(appeal is not null and not appeal_answered)`, 'desc')
    .orderBy('since', 'desc')
    .limit(500)
    .execute();

/** What is old: evidence after a decision, decided cases with their reports, and whom log entries are about. */
export async function forgetEvidence(db: Db, decidedBefore: string): Promise<void> {
  await db
    .updateTable('safety_reports')
    .set({ evidence: null, evidence_key: null })
    .where('evidence', 'is not', null)
    .where('safety_case', 'in', (eb) =>
      eb.selectFrom('safety_cases').where('decided_on', '<=', decidedBefore).select('id'),
    )
    .execute();
}

export async function forgetCases(db: Db, decidedBefore: string): Promise<void> {
  await db.deleteFrom('safety_cases').where('decided_on', '<=', decidedBefore).execute();
}

export async function forgetPeople(db: Db, before: string): Promise<void> {
  for (const table of ['moderation_people', 'moderation_words'] as const) {
    await sql`delete from ${sql.table(table)} as t using moderation_log l
      where l.log = t.log and l.n = t.n and l.on_day <= ${before}`.execute(db);
  }
}
