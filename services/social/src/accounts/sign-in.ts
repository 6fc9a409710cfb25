import { fromBase64Url } from '@stoa/protocol';
import { type AccountId, type Assertion, accounts } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import type { Purpose } from './challenges.ts';
import { makeDecoy } from './decoy.ts';
import { accountOf, type Desk } from './desk.ts';
import { endSessions } from './end-sessions.ts';
import { notePasskeyUse, passkeyByCredential, sessionsBeyond } from './queries.ts';
import { requestOptions, shownPasskey } from './webauthn.ts';

/** More than anybody has devices: who signs in again and again fills no table. */
const mostSessions = 100;

type From = { readonly origin: string | undefined; readonly now: number };

export function signIn(desk: Desk) {
  const { house } = desk;
  const decoy = makeDecoy();
  const begin = (purpose: Purpose, about: string, now: number) => ({
    options: requestOptions(desk.rpId, desk.challenges.make(purpose, about, now)),
  });

  /** Whose passkey this is; the same refusal for everything that is not a usable one of ours. */
  async function shown(assertion: Assertion, purpose: Purpose, about: string, from: From) {
    const origin = desk.origin(from);
    const unknown = new Refusal('signedOut', 'This passkey opens no account here.');
    const challenge = desk.challenge(assertion.response, purpose, about, from);
    const credential = fromBase64Url(assertion.id);
    if (!challenge || !credential) throw unknown;
    const row = await passkeyByCredential(house.db, credential);
    const known = row && {
      credential: row.credential,
      publicKey: row.public_key,
      counter: row.counter,
    };
    const counter = await shownPasskey(assertion, known ?? decoy, { origin, rpId: desk.rpId, challenge });
    if (!row || counter === undefined || !named(assertion, row.passkey_user)) throw unknown;
    const usableAt = row.usable_at?.getTime();
    if (usableAt !== undefined && usableAt > from.now) {
      throw new Refusal('notYet', 'This passkey works after the delay.', usableAt - from.now);
    }
    return { row, counter, unknown, byRecovery: usableAt !== undefined };
  }

  return [
    answer(accounts.signInBegin, async ({ now }) => begin('signIn', '', now)),

    answer(accounts.signInFinish, async (call) => {
      const { body, now, cookie } = call;
      const { row, counter, unknown, byRecovery } = await shown(body.assertion, 'signIn', '', call);
      const account = accountOf(row.account);
      await house.bans.check(account);
      const { session, token } = await house.db.transaction().execute(async (db) => {
        if (!(await notePasskeyUse(db, row.id, counter, now))) throw unknown;
        // The code has done what it was for.
        if (byRecovery) await db.deleteFrom('recovery_codes').where('account', '=', row.account).execute();
        return await desk.startSession(db, account, body.label, now);
      });
      await endSessions(
        house,
        account,
        { only: await sessionsBeyond(house.db, account, session, mostSessions) },
        now,
      );
      house.freshness.mark(session, now);
      cookie.set(token);
      desk.meChanged(account);
      return await desk.me(account, session);
    }),

    answer(accounts.confirmBegin, async ({ viewer, now }) => begin('confirm', aboutOf(viewer.id), now)),

    answer(accounts.confirmFinish, async (call) => {
      const { viewer, body, now } = call;
      const { row, counter, unknown } = await shown(body.assertion, 'confirm', aboutOf(viewer.id), call);
      if (!accountOf(row.account).equals(viewer.id)) throw unknown;
      if (!(await notePasskeyUse(house.db, row.id, counter, now))) throw unknown;
      if (viewer.session) house.freshness.mark(viewer.session, now);
      return {};
    }),
  ];
}

const aboutOf = (account: AccountId): string => account.reveal();

/** The authenticator names the account that it means (WebAuthn section 7.2, step 6). */
function named(assertion: Assertion, passkeyUser: string): boolean {
  const user = Buffer.from(assertion.response.userHandle, 'base64url');
  return user.equals(Buffer.from(passkeyUser.replaceAll('-', ''), 'hex'));
}
