import type { ClubChange, Standing } from '@stoa/core/clubs';
import { clubLimits } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import { blockedWith, cardColumns, isGone } from '../people/relations.ts';
import type { Database } from '../ports.ts';
import { lookingFor, termsOf } from '../store/search.ts';
import type { Tables } from '../store/tables/index.ts';

type Trx = Transaction<Tables>;
type Db = Database | Trx;

export const insiders = ['member', 'admin', 'owner'] as const;

export type ClubWords = {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly string[];
  readonly wayIn: 'open' | 'request' | 'invitation';
  readonly inDirectory: boolean;
};

const columns = [
  'clubs.id',
  'clubs.name',
  'clubs.description',
  'clubs.rules',
  'clubs.rules_version',
  'clubs.way_in',
  'clubs.in_directory',
  'clubs.members',
] as const;

export async function clubRow(db: Db, club: string, viewer: string) {
  return await db
    .selectFrom('clubs')
    .leftJoin('club_people', (join) =>
      join.onRef('club_people.club', '=', 'clubs.id').on('club_people.account', '=', viewer),
    )
    .where('clubs.id', '=', club)
    .select([
      ...columns,
      'club_people.standing',
      'club_people.rules_version as accepted',
      sql<string | null>`(select account from club_people where club = clubs.id and standing = 'owner')`.as(
        'owner',
      ),
      sql<number>`(select count(*) from club_people where club = clubs.id and standing = 'requested')`.as(
        'requests',
      ),
    ])
    .executeTakeFirst();
}

/** The club as it is, and it stays so until the transaction ends. */
export async function lockClub(trx: Trx, club: string) {
  return await trx.selectFrom('clubs').where('id', '=', club).select(columns).forUpdate().executeTakeFirst();
}

export async function standingIn(db: Db, club: string, account: string): Promise<Standing> {
  const row = await db
    .selectFrom('club_people')
    .where('club', '=', club)
    .where('account', '=', account)
    .select('standing')
    .executeTakeFirst();
  return row?.standing ?? 'none';
}

export async function createClub(trx: Trx, id: string, founder: string, words: ClubWords, day: string) {
  await trx
    .insertInto('clubs')
    .values({
      id,
      name: words.name,
      description: words.description,
      rules: [...words.rules],
      way_in: words.wayIn,
      in_directory: words.inDirectory,
      created_on: day,
      search: termsOf(words.name),
    })
    .execute();
  await trx
    .insertInto('club_people')
    .values({ club: id, account: founder, standing: 'owner', rules_version: 1 })
    .execute();
}

/** New rules are a new version: whoever comes in from now on accepts those. */
export async function editClub(trx: Trx, club: string, words: ClubWords, newRules: boolean): Promise<void> {
  await trx
    .updateTable('clubs')
    .set({
      name: words.name,
      description: words.description,
      rules: [...words.rules],
      way_in: words.wayIn,
      in_directory: words.inDirectory,
      search: termsOf(words.name),
    })
    .$if(newRules, (query) => query.set((eb) => ({ rules_version: eb('rules_version', '+', 1) })))
    .where('id', '=', club)
    .execute();
}

export async function removeClub(trx: Trx, club: string): Promise<readonly string[]> {
  const people = await trx
    .selectFrom('club_people')
    .where('club', '=', club)
    .where('standing', 'in', insiders)
    .select('account')
    .execute();
  await trx.deleteFrom('clubs').where('id', '=', club).execute();
  return people.map(({ account }) => account);
}

/** `rules`: the version accepted with a join; undefined leaves what was accepted before. */
export async function setStanding(
  trx: Trx,
  club: string,
  account: string,
  to: Exclude<ClubChange['to'], 'edited' | 'closed'>,
  rules: number | undefined,
): Promise<void> {
  if (to === 'none') {
    await trx.deleteFrom('club_people').where('club', '=', club).where('account', '=', account).execute();
    return;
  }
  await trx
    .insertInto('club_people')
    .values({ club, account, standing: to, rules_version: rules ?? null })
    .onConflict((conflict) =>
      conflict
        .columns(['club', 'account'])
        .doUpdateSet({ standing: to, ...(rules === undefined ? {} : { rules_version: rules }) }),
    )
    .execute();
}

export async function countFor(db: Db, account: string) {
  const rows = await db
    .selectFrom('club_people')
    .where('account', '=', account)
    .where('standing', 'in', insiders)
    .select('standing')
    .execute();
  return { joined: rows.length, owned: rows.filter(({ standing }) => standing === 'owner').length };
}

export async function runners(db: Db, club: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('club_people')
    .where('club', '=', club)
    .where('standing', 'in', ['admin', 'owner'])
    .select('account')
    .execute();
  return rows.map(({ account }) => account);
}

/** In the order in which they came. */
export async function peoplePage(
  db: Database,
  club: string,
  viewer: string,
  standings: readonly ('requested' | 'invited' | 'banned' | 'member' | 'admin' | 'owner')[],
  after: bigint | undefined,
) {
  return await db
    .selectFrom('club_people')
    .innerJoin('accounts', 'accounts.id', 'club_people.account')
    .where('club_people.club', '=', club)
    .where('club_people.standing', 'in', standings)
    .$if(after !== undefined, (query) => query.where('club_people.n', '>', Number(after)))
    .select([
      ...cardColumns,
      'club_people.n',
      'club_people.standing',
      blockedWith(viewer, 'accounts.id').as('blocked'),
      isGone('accounts.id').as('gone'),
    ])
    .orderBy('club_people.n')
    .limit(clubLimits.pageEntries + 1)
    .execute();
}

export async function mine(db: Database, viewer: string) {
  return await db
    .selectFrom('club_people')
    .innerJoin('clubs', 'clubs.id', 'club_people.club')
    .where('club_people.account', '=', viewer)
    .where('club_people.standing', 'in', [...insiders, 'invited', 'requested'])
    .select(['clubs.id', 'clubs.name', 'clubs.members', 'clubs.in_directory', 'club_people.standing'])
    .orderBy('clubs.name')
    .limit(2 * clubLimits.joined)
    .execute();
}

/** The largest clubs of the directory, or the largest of those that the words find. */
export async function directory(db: Database, viewer: string, text: string | undefined) {
  const query = text === undefined ? undefined : lookingFor(text);
  if (text !== undefined && !query) return [];
  return await db
    .selectFrom('clubs')
    .leftJoin('club_people', (join) =>
      join.onRef('club_people.club', '=', 'clubs.id').on('club_people.account', '=', viewer),
    )
    .where('clubs.in_directory', '=', true)
    .$if(query !== undefined, (rows) => rows.where(sql<boolean>`clubs.search @@ ${query}`))
    .select(['clubs.id', 'clubs.name', 'clubs.members', 'clubs.in_directory', 'club_people.standing'])
    .orderBy('clubs.members', 'desc')
    .orderBy('clubs.id')
    // People banned from some of them see fewer, not the next ones: who may see is decided by one function.
    .limit(2 * clubLimits.searchResults)
    .execute();
}

/** Clubs whose owner's account is gone, with those who might follow. */
export async function ownerless(trx: Trx) {
  return await trx
    .selectFrom('clubs')
    .where(sql<boolean>`not exists (select from club_people where club = clubs.id and standing = 'owner')`)
    .select('id')
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function heirs(trx: Trx, club: string) {
  const of = (standing: 'admin' | 'member') =>
    trx
      .selectFrom('club_people')
      .where('club', '=', club)
      .where('standing', '=', standing)
      .select(['account as id', 'standing', 'n as since'])
      .orderBy('n')
      .limit(1);
  return [...(await of('admin').execute()), ...(await of('member').execute())];
}
