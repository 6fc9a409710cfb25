import { type Relation, type Sight, sight } from '@stoa/core/people';
import type { AccountId, PersonCard } from '@stoa/protocol/social';
import { sql } from 'kysely';
import type { Database } from '../ports.ts';
import { idOf, uuidOf } from '../store/ids.ts';

/** What a list shows of a person. */
export const cardColumns = ['accounts.id', 'accounts.handle', 'accounts.name', 'accounts.image'] as const;

export type CardRow = { id: string; handle: string; name: string; image: string | null };

export const cardOf = (row: CardRow): PersonCard => ({
  account: idOf('account', row.id),
  handle: row.handle,
  name: row.name,
  ...(row.image === null ? {} : { image: idOf('image', row.image) }),
});

/** Is there a block between the viewer and the account in that column, whoever made it? */
export const blockedWith = (viewer: string, column: string) => sql<boolean>`exists (
  select from blocks where (blocker = ${viewer} and blocked = ${sql.ref(column)})
    or (blocker = ${sql.ref(column)} and blocked = ${viewer}))`;

/** Is the account in that column banned by the operator? */
export const isGone = (column: string) =>
  sql<boolean>`(select gone from people where people.account = ${sql.ref(column)})`;

/** A person in a list, as far as it decides whether the viewer may see that person. */
export type Listed = { readonly id: string; readonly blocked: boolean; readonly gone: boolean };

export const maySeeListed = (viewer: string, row: Listed): boolean =>
  sight({
    signedIn: true,
    self: row.id === viewer,
    blocksThem: row.blocked,
    blockedByThem: row.blocked,
    gone: row.gone,
    listsPrivate: false,
  }).profile;

/** How the viewer stands to one account. */
export type Standing = { readonly relation: Relation; readonly sight: Sight };

/** Undefined for an account that does not exist. */
export async function standingTo(
  db: Database,
  viewer: AccountId,
  other: AccountId,
): Promise<Standing | undefined> {
  const [me, them] = [uuidOf(viewer), uuidOf(other)];
  const row = await db
    .selectFrom('people')
    .where('account', '=', them)
    .select([
      'lists_private',
      'gone',
      blocks(me, them).as('blocks_them'),
      blocks(them, me).as('blocked_by_them'),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const relation: Relation = {
    signedIn: true,
    self: me === them,
    blocksThem: row.blocks_them,
    blockedByThem: row.blocked_by_them,
    gone: row.gone,
    listsPrivate: row.lists_private,
  };
  return { relation, sight: sight(relation) };
}

/** May the viewer follow, invite, ask or write to that person? False for absent ones, too. */
export async function mayApproach(db: Database, viewer: AccountId, other: AccountId): Promise<boolean> {
  return (await standingTo(db, viewer, other))?.sight.approach ?? false;
}

/** Cards of those accounts that the viewer may see; those behind a block are left out. Keyed by the uuid. */
export async function cardsFor(
  db: Database,
  viewer: AccountId,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, PersonCard>> {
  if (accounts.length === 0) return new Map();
  const me = uuidOf(viewer);
  const rows = await db
    .selectFrom('accounts')
    .where('id', 'in', [...new Set(accounts)])
    .select([...cardColumns, blockedWith(me, 'accounts.id').as('blocked'), isGone('accounts.id').as('gone')])
    .execute();
  return new Map(rows.filter((row) => maySeeListed(me, row)).map((row) => [row.id, cardOf(row)]));
}

const blocks = (blocker: string, blocked: string) =>
  sql<boolean>`exists (select from blocks where blocker = ${blocker} and blocked = ${blocked})`;
