import { timingSafeEqual } from 'node:crypto';
import { type AccountId, accounts } from '@stoa/protocol/social';
import { sql } from 'kysely';
import { answer } from '../http/answer.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { dayOf } from '../store/day.ts';
import { newId, uuidOf } from '../store/ids.ts';
import { accountOf, credentialText, type Desk } from './desk.ts';
import { type Db, insertPasskey, isTaken, lockAccount, passkeysOf, profileOf } from './queries.ts';
import { mostTries, newRecoveryCode, readRecoveryCode } from './recovery-code.ts';
import { creationOptions } from './webauthn.ts';

export function recovery(desk: Desk) {
  const { house } = desk;

  /** The account that this code opens. A try is taken before the code is compared, so that tries at once count. */
  async function opened(text: string): Promise<AccountId> {
    const code = readRecoveryCode(text);
    if (!code) throw notFound();
    const row = await house.db
      .updateTable('recovery_codes')
      .set({ tries: sql<number>`tries + 1` })
      .where('locator', '=', code.locator)
      .where('tries', '<', mostTries)
      .returning(['account', 'code_hash'])
      .executeTakeFirst();
    if (!timingSafeEqual(row?.code_hash ?? Buffer.alloc(32), code.hash) || !row) throw notFound();
    await house.db
      .updateTable('recovery_codes')
      .set({ tries: 0 })
      .where('account', '=', row.account)
      .execute();
    const account = accountOf(row.account);
    await house.bans.check(account);
    return account;
  }

  const isCodeOf = async (db: Db, account: AccountId, text: string): Promise<boolean> => {
    const row = await db
      .selectFrom('recovery_codes')
      .where('account', '=', uuidOf(account))
      .where('code_hash', '=', readRecoveryCode(text)?.hash ?? Buffer.alloc(0))
      .select('account')
      .executeTakeFirst();
    return row !== undefined;
  };

  const refuseSecond = (rows: Awaited<ReturnType<typeof passkeysOf>>, now: number) => {
    const waiting = rows.find(({ usable_at }) => usable_at !== null)?.usable_at;
    if (!waiting) return;
    const wait = Math.max(0, waiting.getTime() - now);
    throw new Refusal('notYet', 'A passkey is waiting already: sign in with it after the delay.', wait);
  };

  return [
    answer(accounts.recoveryMake, async ({ viewer, now }) => {
      const made = newRecoveryCode(house.random);
      const values = { locator: made.locator, code_hash: made.hash, tries: 0, created_on: dayOf(now) };
      await house.db
        .insertInto('recovery_codes')
        .values({ account: uuidOf(viewer.id), ...values })
        .onConflict((conflict) => conflict.column('account').doUpdateSet(values))
        .execute();
      desk.meChanged(viewer.id);
      return { code: made.shown };
    }),

    answer(accounts.recoveryBegin, async ({ body, now }) => {
      const account = await opened(body.code);
      const [profile, rows] = await Promise.all([
        profileOf(house.db, account),
        passkeysOf(house.db, account),
      ]);
      if (!profile) throw notFound();
      refuseSecond(rows, now);
      const challenge = desk.challenges.make('recovery', account.reveal(), now);
      const user = Buffer.from(profile.passkey_user.replaceAll('-', ''), 'hex').toString('base64url');
      const exclude = rows.map(({ credential }) => credentialText(credential));
      const { handle, name } = profile;
      return { options: creationOptions({ rpId: desk.rpId, challenge, user, handle, name, exclude }) };
    }),

    answer(accounts.recoveryFinish, async (call) => {
      const { body, now } = call;
      const account = await opened(body.code);
      const { passkey } = await desk.enrolled(body.registration, 'recovery', account.reveal(), call);
      const usableAt = now + house.options.recoveryDelayMs;
      await house.db
        .transaction()
        .execute(async (db) => {
          await lockAccount(db, account);
          // Somebody may have cancelled while this passkey was checked: the code is void then.
          if (!(await isCodeOf(db, account, body.code))) throw notFound();
          refuseSecond(await passkeysOf(db, account), now);
          const row = { id: newId('passkey', house.random), account, label: body.label, usableAt };
          await insertPasskey(db, row, passkey, now);
        })
        .catch((error: unknown) => {
          throw isTaken(error) ? new Refusal('taken', 'This passkey is in use already.') : error;
        });
      house.news.tell({ kind: 'recoveryBegun', account, usableAt });
      house.live.tell(account, { t: 'recoveryBegun', usableAt });
      desk.meChanged(account);
      return { usableAt };
    }),

    answer(accounts.recoveryCancel, async ({ viewer }) => {
      const account = uuidOf(viewer.id);
      const removed = await house.db.transaction().execute(async (db) => {
        await lockAccount(db, viewer.id);
        const { numDeletedRows } = await db
          .deleteFrom('passkeys')
          .where('account', '=', account)
          .where('usable_at', 'is not', null)
          .executeTakeFirst();
        // Whoever began it has the code.
        if (numDeletedRows > 0n)
          await db.deleteFrom('recovery_codes').where('account', '=', account).execute();
        return numDeletedRows;
      });
      if (removed === 0n) throw notFound();
      house.news.tell({ kind: 'recoveryCancelled', account: viewer.id });
      desk.meChanged(viewer.id);
      return {};
    }),
  ];
}
