import type { BellLevel, BellSettings } from '@stoa/core/bells';
import { notificationLimits, peopleLimits } from '@stoa/protocol/social';
import { sql } from 'kysely';
import type { Database } from '../ports.ts';
import { type KeptRow, newNoticeId } from './kept.ts';

/** Somebody to be told, as far as the database knows. */
export type Recipient = {
  readonly account: string;
  readonly settings: BellSettings;
  /** A block either way, or muted for that person. */
  readonly shut: boolean;
};

type SettingsRow = {
  zone: string | null;
  quiet_from: number | null;
  quiet_to: number | null;
  paused: boolean | null;
  paused_until: Date | null;
};

export function settingsOf(row: SettingsRow | undefined): BellSettings {
  const until = row?.paused ? Number.POSITIVE_INFINITY : row?.paused_until?.getTime();
  return {
    zone: row?.zone ?? 'UTC',
    ...(row && row.quiet_from !== null && row.quiet_to !== null
      ? { quiet: { from: row.quiet_from, to: row.quiet_to } }
      : {}),
    ...(until === undefined ? {} : { pausedUntil: until }),
  };
}

/** Those of them that exist. `actor`: who the notice is from. */
export async function recipients(
  db: Database,
  accounts: readonly string[],
  actor: string | null,
): Promise<readonly Recipient[]> {
  const { rows } = await sql<SettingsRow & { account: string; shut: boolean }>`
    select accounts.id as account, zone, quiet_from, quiet_to, paused, paused_until,
      ${shutTo(sql.ref('accounts.id'), actor)} as shut
    from accounts left join bell_settings on bell_settings.account = accounts.id
    where accounts.id = any(${[...accounts]}::uuid[])`.execute(db);
  return rows.map((row) => ({ account: row.account, shut: row.shut, settings: settingsOf(row) }));
}

export type Follower = Recipient & { readonly level: BellLevel | undefined; readonly n: number };

/** People who follow somebody, newest first. */
export async function followersToTell(
  db: Database,
  who: string,
  before: number | undefined,
  atMost: number,
): Promise<readonly Follower[]> {
  const past = before === undefined ? sql`` : sql`and follows.n < ${before}`;
  const { rows } = await sql<
    SettingsRow & { account: string; shut: boolean; level: BellLevel | null; n: number }
  >`
    select follows.follower as account, follows.n, bells.level, zone, quiet_from, quiet_to, paused, paused_until,
      ${shutTo(sql.ref('follows.follower'), who)} as shut
    from follows left join bells on bells.account = follows.follower and bells.about = follows.followed
      left join bell_settings on bell_settings.account = follows.follower
    where follows.followed = ${who} ${past}
    order by follows.n desc limit ${atMost}`.execute(db);
  return rows.map((row) => ({
    account: row.account,
    shut: row.shut,
    settings: settingsOf(row),
    level: row.level ?? undefined,
    n: row.n,
  }));
}

const shutTo = (account: ReturnType<typeof sql.ref>, actor: string | null) =>
  actor === null
    ? sql<boolean>`false`
    : sql<boolean>`(exists (select from mutes where muter = ${account} and muted = ${actor}::uuid)
      or exists (select from blocks where (blocker = ${account} and blocked = ${actor}::uuid)
        or (blocker = ${actor}::uuid and blocked = ${account})))`;

/**
 * Keeps the same notice for many people; returns those for whom it is news. Being followed by the same person again is
 * not; of everything else a newer telling takes the older one's place.
 */
export async function keep(
  db: Database,
  accounts: readonly string[],
  row: KeptRow,
  at: Date,
): Promise<readonly string[]> {
  if (accounts.length === 0) return [];
  const again =
    row.kind === 'followed'
      ? sql`do nothing`
      : sql`do update set n = nextval('notifications_n'), at = excluded.at, word = excluded.word`;
  const ids = accounts.map(newNoticeId);
  // Whoever is deleted meanwhile is not told, and what is deleted not told of: the rows stay until the notice is stored.
  const { rows } = await sql<{ account: string }>`
    insert into notifications (id, account, at, kind, actor, club, event, word)
    select told.id, accounts.id, ${at}, ${row.kind}, ${row.actor}::uuid, ${row.club}::uuid, ${row.event}::uuid, ${row.word}
    from unnest(${ids}::uuid[], ${[...accounts]}::uuid[]) as told (id, account)
      join accounts on accounts.id = told.account
    where (${row.actor}::uuid is null or exists (select from accounts where id = ${row.actor}::uuid for key share))
      and (${row.club}::uuid is null or exists (select from clubs where id = ${row.club}::uuid for key share))
      and (${row.event}::uuid is null or exists (select from events where id = ${row.event}::uuid for key share))
    for key share of accounts
    on conflict (account, kind,
      coalesce(actor, '00000000-0000-0000-0000-000000000000'),
      coalesce(club, '00000000-0000-0000-0000-000000000000'),
      coalesce(event, '00000000-0000-0000-0000-000000000000')) ${again}
    returning account`.execute(db);
  return rows.map(({ account }) => account);
}

export async function kept(db: Database, account: string, before: bigint | undefined) {
  return await db
    .selectFrom('notifications')
    .where('account', '=', account)
    .$if(before !== undefined, (query) => query.where('n', '<', Number(before)))
    .select(['id', 'n', 'at', 'kind', 'actor', 'club', 'event', 'word'])
    .orderBy('n', 'desc')
    .limit(notificationLimits.pageEntries + 1)
    .execute();
}

export async function readTo(db: Database, account: string): Promise<number> {
  const row = await db
    .selectFrom('bell_settings')
    .where('account', '=', account)
    .select('read_to')
    .executeTakeFirst();
  return row?.read_to ?? 0;
}

/** Unread ones, without those from behind a block or a mute. */
export async function unread(db: Database, account: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from notifications
      where account = ${account}
        and n > coalesce((select read_to from bell_settings where account = ${account}), 0)
        and (actor is null or not (
          exists (select from mutes where muter = ${account} and muted = actor)
          or exists (select from blocks where (blocker = ${account} and blocked = actor)
            or (blocker = actor and blocked = ${account}))
          or exists (select from people where people.account = actor and gone)))
      limit ${notificationLimits.kept}) as news`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function markRead(db: Database, account: string): Promise<void> {
  await sql`
    insert into bell_settings (account, read_to)
    select ${account}::uuid, coalesce(max(n), 0) from notifications where account = ${account}
    on conflict (account) do update set read_to = greatest(bell_settings.read_to, excluded.read_to)`.execute(
    db,
  );
}

export async function remove(db: Database, account: string, id: string): Promise<void> {
  await db.deleteFrom('notifications').where('account', '=', account).where('id', '=', id).execute();
}

/** More than one person needs, and what is too old. */
export async function trim(db: Database, account: string): Promise<void> {
  await sql`delete from notifications where account = ${account} and n <= (
    select n from notifications where account = ${account}
    order by n desc offset ${notificationLimits.kept} limit 1)`.execute(db);
}

export async function sweep(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('notifications').where('at', '<', before).execute();
}

export async function settings(db: Database, account: string) {
  return await db
    .selectFrom('bell_settings')
    .where('account', '=', account)
    .select(['zone', 'quiet_from', 'quiet_to', 'paused', 'paused_until'])
    .executeTakeFirst();
}

export async function setSettings(
  db: Database,
  account: string,
  values: {
    readonly zone: string;
    readonly quiet_from: number | null;
    readonly quiet_to: number | null;
    readonly paused: boolean;
    readonly paused_until: Date | null;
  },
): Promise<void> {
  await db
    .insertInto('bell_settings')
    .values({ account, ...values })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(values))
    .execute();
}

/** `sometimes` is what holds without a row. */
export async function setBell(
  db: Database,
  account: string,
  about: string,
  level: BellLevel,
): Promise<'done' | 'notFollowed' | 'tooMany'> {
  const { rows } = await sql<{ others: number }>`
    select (select count(*) from bells where account = ${account} and about <> ${about}) as others
    from follows where follower = ${account} and followed = ${about}`.execute(db);
  if (rows[0] === undefined) return 'notFollowed';
  if (level === 'sometimes') {
    await db.deleteFrom('bells').where('account', '=', account).where('about', '=', about).execute();
    return 'done';
  }
  if (rows[0].others >= peopleLimits.bells) return 'tooMany';
  // Unfollowed meanwhile: nothing is selected, nothing stored.
  await sql`insert into bells (account, about, level)
    select follower, followed, ${level} from follows where follower = ${account} and followed = ${about} for key share
    on conflict (account, about) do update set level = excluded.level`.execute(db);
  return 'done';
}

/** False when as many other sessions of this account are told already as may be. */
export async function subscribe(
  db: Database,
  row: {
    readonly session: string;
    readonly account: string;
    readonly endpoint: string;
    readonly p256dh: Uint8Array;
    readonly auth: Uint8Array;
  },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { others } = await trx
      .selectFrom('push_subscriptions')
      .where('account', '=', row.account)
      .where('session', '<>', row.session)
      .where('endpoint', '<>', row.endpoint)
      .select((eb) => eb.fn.countAll<number>().as('others'))
      .executeTakeFirstOrThrow();
    if (others >= notificationLimits.pushSubscriptions) return false;
    // The same browser with another account, or a session before this one.
    await trx
      .deleteFrom('push_subscriptions')
      .where('endpoint', '=', row.endpoint)
      .where('session', '<>', row.session)
      .execute();
    const { session: _, ...values } = row;
    await trx
      .insertInto('push_subscriptions')
      .values(row)
      .onConflict((conflict) => conflict.column('session').doUpdateSet(values))
      .execute();
    return true;
  });
}

export async function unsubscribe(db: Database, session: string): Promise<void> {
  await db.deleteFrom('push_subscriptions').where('session', '=', session).execute();
}

export async function dropEndpoint(db: Database, endpoint: string): Promise<void> {
  await db.deleteFrom('push_subscriptions').where('endpoint', '=', endpoint).execute();
}

export async function subscriptionsOf(db: Database, accounts: readonly string[]) {
  if (accounts.length === 0) return [];
  // One value, not a thousand: a statement of its own for each number of accounts would cost more than its answer.
  const { rows } = await sql<{ account: string; endpoint: string; p256dh: Uint8Array; auth: Uint8Array }>`
    select account, endpoint, p256dh, auth from push_subscriptions where account = any(${[...accounts]}::uuid[])
  `.execute(db);
  return rows;
}
