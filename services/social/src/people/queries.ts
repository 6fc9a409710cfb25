import { badgeFrom } from '@stoa/core/people';
import { peopleLimits } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../ports.ts';
import { lookingFor, termsOf } from '../store/search.ts';
import type { Tables } from '../store/tables/index.ts';
import { blockedWith, type CardRow, cardColumns, isGone, type Listed } from './relations.ts';

type Trx = Transaction<Tables>;

/** All that a profile page needs about one account, and how the viewer stands to it. */
export async function profileRow(
  db: Database,
  viewer: string,
  whom: { readonly id: string } | { readonly look: string; readonly handle: string },
) {
  return await db
    .selectFrom('accounts')
    .innerJoin('people', 'people.account', 'accounts.id')
    .where((eb) =>
      'id' in whom
        ? eb('accounts.id', '=', whom.id)
        : eb.and([eb('accounts.handle_look', '=', whom.look), eb('accounts.handle', '=', whom.handle)]),
    )
    .select([
      ...cardColumns,
      'accounts.bio',
      'accounts.links',
      'accounts.created_on',
      'people.followers',
      'people.following',
      'people.lists_private',
      'people.gone',
      sql<boolean>`exists (select from blocks where blocker = ${viewer} and blocked = accounts.id)`.as(
        'blocks_them',
      ),
      sql<boolean>`exists (select from blocks where blocker = accounts.id and blocked = ${viewer})`.as(
        'blocked_by_them',
      ),
      sql<boolean>`exists (select from follows where follower = ${viewer} and followed = accounts.id)`.as(
        'follows',
      ),
      sql<boolean>`exists (select from follows where follower = accounts.id and followed = ${viewer})`.as(
        'follows_you',
      ),
      sql<boolean>`exists (select from mutes where muter = ${viewer} and muted = accounts.id)`.as('muted'),
      sql<'always' | 'sometimes' | 'never' | null>`(select level from bells where account = ${viewer}
        and about = accounts.id)`.as('bell'),
      sql<number>`(select count(*)::int from (select from blocks
        join follows on follows.followed = blocks.blocker and follows.follower = ${viewer}
        where blocks.blocked = accounts.id limit ${badgeFrom}) as found)`.as('followed_who_block'),
    ])
    .executeTakeFirst();
}

/** Clubs of the directory that this person is in, for somebody who is not banned from them. */
export async function clubsOf(db: Database, viewer: string, account: string) {
  return await db
    .selectFrom('club_people')
    .innerJoin('clubs', 'clubs.id', 'club_people.club')
    .where('club_people.account', '=', account)
    .where('club_people.standing', 'in', ['member', 'admin', 'owner'])
    .where('clubs.in_directory', '=', true)
    .where(
      sql<boolean>`not exists (select from club_people as mine where mine.club = clubs.id
        and mine.account = ${viewer} and mine.standing = 'banned')`,
    )
    .select(['clubs.id', 'clubs.name'])
    .orderBy('clubs.members', 'desc')
    .limit(20)
    .execute();
}

/** One of the two follow lists, newest first, as the viewer's relations to the other ends are. */
export async function followPage(
  db: Database,
  viewer: string,
  owner: string,
  list: 'followers' | 'following',
  before: bigint | undefined,
) {
  const [mine, other] =
    list === 'followers' ? (['followed', 'follower'] as const) : (['follower', 'followed'] as const);
  return await db
    .selectFrom('follows')
    .innerJoin('accounts', 'accounts.id', `follows.${other}`)
    .innerJoin('people', 'people.account', 'accounts.id')
    .where(`follows.${mine}`, '=', owner)
    .$if(before !== undefined, (query) => query.where('follows.n', '<', Number(before)))
    .select([
      ...cardColumns,
      'follows.n',
      'people.lists_private',
      'people.gone',
      blockedWith(viewer, 'accounts.id').as('blocked'),
    ])
    .orderBy('follows.n', 'desc')
    .limit(peopleLimits.pageEntries + 1)
    .execute();
}

/** Whom one has blocked, or muted, newest first. */
export async function ownPage(
  db: Database,
  viewer: string,
  list: 'blocks' | 'mutes',
  before: bigint | undefined,
) {
  const [by, of] = list === 'blocks' ? ['blocker', 'blocked'] : ['muter', 'muted'];
  const past = before === undefined ? sql`` : sql`and own.n < ${Number(before)}`;
  const { rows } = await sql<CardRow & Listed & { n: number }>`
    select accounts.id, accounts.handle, accounts.name, accounts.image, own.n,
      ${blockedWith(viewer, 'accounts.id')} as blocked, ${isGone('accounts.id')} as gone
    from ${sql.table(list)} as own join accounts on accounts.id = own.${sql.ref(of!)}
    where own.${sql.ref(by!)} = ${viewer} ${past}
    order by own.n desc limit ${peopleLimits.pageEntries + 1}`.execute(db);
  return rows;
}

/** Nobody else changes what is between these two until the transaction ends. */
export async function lockPair(trx: Trx, one: string, other: string): Promise<number> {
  const rows = await trx
    .selectFrom('people')
    .where('account', 'in', [one, other])
    .select('account')
    .orderBy('account')
    .forUpdate()
    .execute();
  return rows.length;
}

export async function follow(
  db: Database,
  me: string,
  them: string,
): Promise<'new' | 'old' | 'hidden' | 'tooMany'> {
  return await db.transaction().execute(async (trx) => {
    if ((await lockPair(trx, me, them)) < 2) return 'hidden';
    const { blocked, following } = await trx
      .selectFrom('people')
      .where('account', '=', me)
      .select([
        'following',
        sql<boolean>`exists (select from blocks where (blocker = ${me} and blocked = ${them})
        or (blocker = ${them} and blocked = ${me}))`.as('blocked'),
      ])
      .executeTakeFirstOrThrow();
    if (blocked) return 'hidden';
    if (following >= peopleLimits.follows) return 'tooMany';
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('follows')
      .values({ follower: me, followed: them })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows ? 'new' : 'old';
  });
}

export async function unfollow(db: Database, me: string, them: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('follows')
    .where('follower', '=', me)
    .where('followed', '=', them)
    .executeTakeFirst();
  return numDeletedRows > 0;
}

/** Which follows ended with it: mine, theirs. */
export async function block(db: Database, me: string, them: string) {
  return await db.transaction().execute(async (trx) => {
    if ((await lockPair(trx, me, them)) < 2) return undefined;
    await trx
      .insertInto('blocks')
      .values({ blocker: me, blocked: them })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const ended = await trx
      .deleteFrom('follows')
      .where((eb) =>
        eb.or([
          eb.and([eb('follower', '=', me), eb('followed', '=', them)]),
          eb.and([eb('follower', '=', them), eb('followed', '=', me)]),
        ]),
      )
      .returning('follower')
      .execute();
    return {
      mine: ended.some(({ follower }) => follower === me),
      theirs: ended.some(({ follower }) => follower === them),
    };
  });
}

export async function unblock(db: Database, me: string, them: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('blocks')
    .where('blocker', '=', me)
    .where('blocked', '=', them)
    .executeTakeFirst();
  return numDeletedRows > 0;
}

export async function mute(db: Database, me: string, them: string): Promise<void> {
  await db
    .insertInto('mutes')
    .columns(['muter', 'muted'])
    .expression((eb) =>
      eb
        .selectFrom('accounts')
        .where('id', '=', them)
        .select([sql<string>`${me}::uuid`.as('muter'), 'id']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function unmute(db: Database, me: string, them: string): Promise<void> {
  await db.deleteFrom('mutes').where('muter', '=', me).where('muted', '=', them).execute();
}

export async function countOf(db: Database, list: 'blocks' | 'mutes', me: string): Promise<number> {
  const by = list === 'blocks' ? 'blocker' : 'muter';
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(list)}
    where ${sql.ref(by)} = ${me}`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function setListsPrivate(db: Database, me: string, on: boolean): Promise<void> {
  await db.updateTable('people').set({ lists_private: on }).where('account', '=', me).execute();
}

/** How many matches of a common word are looked at before the best of them are shown. */
const lookedAt = 500;

/** Best first: the very handle, people one follows, then by followers. */
export async function searchPeople(db: Database, viewer: string, text: string, look: string) {
  const query = lookingFor(text);
  if (!query) return [];
  const { rows } = await sql<CardRow & Listed & { follows: boolean }>`
    with hits as (
      (select account from people where search @@ ${query} limit ${lookedAt})
      union (select followed from follows join people on people.account = followed
        where follower = ${viewer} and search @@ ${query} limit 50)
      union (select id from accounts where handle_look = ${look})
    )
    select accounts.id, accounts.handle, accounts.name, accounts.image,
      ${blockedWith(viewer, 'accounts.id')} as blocked, ${isGone('accounts.id')} as gone,
      exists (select from follows where follower = ${viewer} and followed = hits.account) as follows
    from hits join accounts on accounts.id = hits.account join people on people.account = hits.account
    order by accounts.handle_look = ${look} desc, follows desc,
      people.followers desc, accounts.id
    limit ${2 * peopleLimits.searchResults}`.execute(db);
  return rows;
}

/** People followed by several of those one follows (both ends showing it), then people with many followers. */
export async function suggestPeople(db: Database, viewer: string) {
  const { rows } = await sql<CardRow & Listed>`
    with mine as (select followed from follows where follower = ${viewer} order by n desc limit 100),
    near as (
      select theirs.followed as account, count(*) as by
      from mine join people as via on via.account = mine.followed and not via.lists_private
        cross join lateral (select followed from follows where follower = mine.followed order by n desc limit 50) as theirs
        join people as end_ on end_.account = theirs.followed and not end_.lists_private
      group by theirs.followed order by by desc limit 100
    ),
    known as (select account, by from near
      union all (select account, 0 from people where followers > 0 order by followers desc limit 100)),
    best as (select account, max(by) as by from known group by account)
    select accounts.id, accounts.handle, accounts.name, accounts.image,
      ${blockedWith(viewer, 'accounts.id')} as blocked, ${isGone('accounts.id')} as gone
    from best join accounts on accounts.id = best.account join people on people.account = best.account
    where best.account <> ${viewer}
      and not exists (select from follows where follower = ${viewer} and followed = best.account)
      and not exists (select from mutes where muter = ${viewer} and muted = best.account)
    order by best.by desc, people.followers desc, accounts.id
    limit ${2 * peopleLimits.suggestions}`.execute(db);
  return rows;
}

/**
 * Makes a person findable by handle and name as they are now. Of two runs at once the one that read a name which is
 * no longer theirs writes nothing: otherwise the slower one would bring the former name back.
 */
export async function indexPerson(db: Database, account: string): Promise<void> {
  const row = await db
    .selectFrom('accounts')
    .where('id', '=', account)
    .select(['handle', 'name'])
    .executeTakeFirst();
  if (!row) return;
  await db
    .updateTable('people')
    .set({ search: termsOf(row.handle, row.name) })
    .where('account', '=', account)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('accounts')
          .select('id')
          .where('id', '=', account)
          .where('handle', '=', row.handle)
          .where('name', '=', row.name),
      ),
    )
    .execute();
}

/** Accounts that nothing finds: the program ended between storing and indexing them. */
export async function notIndexed(db: Database): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('people')
    .where(sql<boolean>`search = ''::tsvector`)
    .select('account')
    .limit(1_000)
    .execute();
  return rows.map(({ account }) => account);
}

/** Banned by the operator, or not any more: nobody else sees the account from then on. */
export async function setGone(db: Database | Trx, account: string, gone: boolean): Promise<void> {
  await db.updateTable('people').set({ gone }).where('account', '=', account).execute();
}
