import { createHash } from 'node:crypto';
import { toBase64Url } from '@stoa/protocol';
import type { AccountId, ReportReason } from '@stoa/protocol/social';
import { sql, type Transaction } from 'kysely';
import { Refusal } from '../http/refusal.ts';
import { setGone } from '../people/queries.ts';
import type { Clock, Database, Random } from '../ports.ts';
import { dayOf } from '../store/day.ts';
import { idOf, uuidOf } from '../store/ids.ts';
import type { Tables } from '../store/tables/index.ts';

type Trx = Transaction<Tables>;

export type BanWords = {
  readonly reason: ReportReason;
  readonly note: string;
  /** Unix ms; undefined: for good. */
  readonly until: number | undefined;
};

/** Shuts an account out, and every device key that it ever published. A ban that stands is replaced. */
export async function storeBan(trx: Trx, account: AccountId, ban: BanWords, now: number): Promise<void> {
  const me = uuidOf(account);
  const { reason, note } = ban;
  const until = ban.until === undefined ? null : new Date(ban.until);
  await trx.deleteFrom('bans').where('account', '=', me).execute();
  await trx
    .insertInto('bans')
    .values({ account: me, reason, note, since: dayOf(now), until, appeal: null })
    .execute();
  // By the database itself: however many keys somebody published, it is one statement.
  await sql`insert into banned_devices (key_hash, account)
    select sha256(ed25519), account from devices where account = ${me} on conflict do nothing`.execute(trx);
  await setGone(trx, me, true);
}

/** False when there was no ban; with `overAt` (Unix ms) also when it lasts longer, such as one that was just made anew. */
export async function removeBan(trx: Trx, account: AccountId, overAt?: number): Promise<boolean> {
  const me = uuidOf(account);
  const { numDeletedRows } = await trx
    .deleteFrom('bans')
    .where('account', '=', me)
    .$if(overAt !== undefined, (query) => query.where('until', '<=', new Date(overAt!)))
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await trx.deleteFrom('banned_devices').where('account', '=', me).execute();
  await setGone(trx, me, false);
  return true;
}

/** Bans whose time is over, and have not been lifted yet. */
export const bansOver = async (db: Database, now: number): Promise<readonly AccountId[]> =>
  (await db.selectFrom('bans').where('until', '<=', new Date(now)).select('account').execute()).map(
    ({ account }) => idOf('account', account),
  );

const hashOf = (key: Uint8Array): Buffer => createHash('sha256').update(key).digest();

/** For queries that find who calls: an account that is shut out calls nothing. */
export const notBanned = (column: string) =>
  sql<boolean>`not exists (select from bans where bans.account = ${sql.ref(column)})`;

const ticketMs = 15 * 60_000;
const mostTickets = 100_000;

type BansPorts = { readonly db: Database; readonly clock: Clock; readonly random: Random };

/** Who is shut out, as sign-in, recovery and devices ask it; and the tickets by which the banned hear why. */
export class Bans {
  readonly #ports: BansPorts;
  readonly #tickets = new Map<string, { readonly account: AccountId; readonly until: number }>();

  constructor(ports: BansPorts) {
    this.#ports = ports;
  }

  /** Throws the refusal that says how long it lasts, for somebody who has shown to be this account. */
  async check(account: AccountId): Promise<void> {
    const ban = await this.#ports.db
      .selectFrom('bans')
      .where('account', '=', uuidOf(account))
      .select('until')
      .executeTakeFirst();
    const left = ban && (ban.until?.getTime() ?? Number.POSITIVE_INFINITY) - this.#ports.clock.unix();
    if (left === undefined) return;
    const wait = Number.isFinite(left) ? Math.max(0, left) : undefined;
    throw new Refusal('banned', 'This account has been shut out.', wait, this.ticket(account));
  }

  /** A key that somebody banned published does not come back with another account. */
  async checkDevice(db: Database | Trx, ed25519: Uint8Array, account: AccountId): Promise<void> {
    const row = await db
      .selectFrom('banned_devices')
      .where('key_hash', '=', hashOf(ed25519))
      .where('account', '!=', uuidOf(account))
      .select('account')
      .executeTakeFirst();
    if (row) throw new Refusal('notAllowed', 'This device belongs to somebody who has been shut out.');
  }

  ticket(account: AccountId): string {
    const now = this.#ports.clock.now();
    for (const [oldest, { until }] of this.#tickets) {
      if (until > now && this.#tickets.size < mostTickets) break;
      this.#tickets.delete(oldest);
    }
    const ticket = toBase64Url(this.#ports.random(32));
    this.#tickets.set(ticket, { account, until: now + ticketMs });
    return ticket;
  }

  holder(ticket: string): AccountId | undefined {
    const held = this.#tickets.get(ticket);
    return held && held.until > this.#ports.clock.now() ? held.account : undefined;
  }
}
