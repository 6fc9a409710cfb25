import { accounts, type Scope } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { dayAfter, dayOf } from '../store/day.ts';
import { idOf, newId, uuidOf } from '../store/ids.ts';
import { bearerPrefix } from './authenticator.ts';
import type { Desk } from './desk.ts';
import { lockAccount } from './queries.ts';
import { newSecretToken } from './secret-token.ts';

const most = 20;

export function tokens(desk: Desk) {
  const { house } = desk;
  return [
    answer(accounts.tokenList, async ({ viewer }) => {
      const rows = await house.db
        .selectFrom('api_tokens')
        .select(['id', 'label', 'scopes', 'created_on', 'used_on', 'expires_on'])
        .where('account', '=', uuidOf(viewer.id))
        .orderBy('created_on')
        .orderBy('id')
        .execute();
      return {
        tokens: rows.map((row) => ({
          id: idOf('apiToken', row.id),
          label: row.label,
          scopes: row.scopes as Scope[],
          createdOn: row.created_on,
          ...(row.used_on ? { usedOn: row.used_on } : {}),
          ...(row.expires_on ? { expiresOn: row.expires_on } : {}),
        })),
      };
    }),

    answer(accounts.tokenMake, async ({ viewer, body, now }) => {
      const id = newId('apiToken', house.random);
      const { token, hash } = newSecretToken(house.random);
      await house.db.transaction().execute(async (db) => {
        await lockAccount(db, viewer.id);
        const there = await db
          .selectFrom('api_tokens')
          .select('id')
          .where('account', '=', uuidOf(viewer.id))
          .execute();
        if (there.length >= most) throw new Refusal('tooMany', 'An account has twenty tokens at most.');
        await db
          .insertInto('api_tokens')
          .values({
            id: uuidOf(id),
            account: uuidOf(viewer.id),
            token_hash: hash,
            label: body.label,
            scopes: [...new Set(body.scopes)],
            created_on: dayOf(now),
            used_on: null,
            expires_on: body.days === undefined ? null : dayAfter(now, body.days),
          })
          .execute();
      });
      return { id, token: bearerPrefix + token };
    }),

    answer(accounts.tokenRemove, async ({ viewer, body }) => {
      const { numDeletedRows } = await house.db
        .deleteFrom('api_tokens')
        .where('id', '=', uuidOf(body.id))
        .where('account', '=', uuidOf(viewer.id))
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw notFound();
      return {};
    }),
  ];
}
