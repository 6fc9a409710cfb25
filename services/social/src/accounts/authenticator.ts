import { type Scope, scopeSchema } from '@stoa/protocol/social';
import { sql } from 'kysely';
import type { Authenticate } from '../http/authenticate.ts';
import type { AccountViewer } from '../http/viewer.ts';
import type { Database } from '../ports.ts';
import { notBanned } from '../safety/bans.ts';
import { dayAfter, dayOf } from '../store/day.ts';
import { idOf } from '../store/ids.ts';
import { planned } from '../store/planned.ts';
import type { Freshness } from './freshness.ts';
import { tokenHash } from './secret-token.ts';

export const bearerPrefix = 'stoa_';

/**
 * Finds out who shows a cookie or a token; notes the day of its use. A session that nobody used for `restingDays` is
 * over.
 */
export function authenticator(db: Database, freshness: Freshness, restingDays: number): Authenticate {
  async function bySession(token: string, now: number): Promise<AccountViewer | undefined> {
    const { rows } = await sql<{ id: string; account: string; used_on: string; operator: boolean }>`${planned}
      select sessions.id, sessions.account, sessions.used_on, accounts.operator
      from sessions join accounts on accounts.id = sessions.account
      where sessions.token_hash = ${tokenHash(token)} and sessions.used_on > ${dayAfter(now, -restingDays)}
        and ${notBanned('sessions.account')}`.execute(db);
    const row = rows[0];
    if (!row) return undefined;
    const today = dayOf(now);
    if (row.used_on !== today) {
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ used_on: today })
        .where('id', '=', row.id)
        .executeTakeFirst();
      // It ended meanwhile.
      if (numUpdatedRows === 0n) return undefined;
    }
    const session = idOf('session', row.id);
    return {
      kind: 'account',
      id: idOf('account', row.account),
      session,
      via: 'session',
      scopes: everything,
      operator: row.operator,
      passkeyAt: freshness.of(session),
    };
  }

  async function byToken(token: string, now: number): Promise<AccountViewer | undefined> {
    if (!token.startsWith(bearerPrefix)) return undefined;
    const today = dayOf(now);
    const row = await db
      .selectFrom('api_tokens')
      .select(['id', 'account', 'scopes', 'used_on'])
      .where('token_hash', '=', tokenHash(token.slice(bearerPrefix.length)))
      .where((where) => where.or([where('expires_on', 'is', null), where('expires_on', '>', today)]))
      .where(notBanned('api_tokens.account'))
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.used_on !== today) {
      const { numUpdatedRows } = await db
        .updateTable('api_tokens')
        .set({ used_on: today })
        .where('id', '=', row.id)
        .executeTakeFirst();
      // It ended meanwhile.
      if (numUpdatedRows === 0n) return undefined;
    }
    return {
      kind: 'account',
      id: idOf('account', row.account),
      session: undefined,
      via: 'token',
      scopes: new Set(row.scopes.filter((scope): scope is Scope => scopeSchema.safeParse(scope).success)),
      // A program never acts as the operator.
      operator: false,
      passkeyAt: Number.NEGATIVE_INFINITY,
    };
  }

  return (credential, now) =>
    'cookie' in credential ? bySession(credential.cookie, now) : byToken(credential.bearer, now);
}

const everything: ReadonlySet<Scope> = new Set(scopeSchema.options);
