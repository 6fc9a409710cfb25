import { networkOf } from '@stoa/protocol';
import { type AccountId, accounts, handleLook, type Me, type SessionId } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { Budget } from '../http/budget.ts';
import { Refusal } from '../http/refusal.ts';
import { dayOf } from '../store/day.ts';
import { newId } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import { handleIsTaken, insertWhole, isTaken } from './queries.ts';
import { newSecretToken } from './secret-token.ts';
import { Turnstile } from './turnstile.ts';
import { creationOptions } from './webauthn.ts';

const hour = 3_600_000;
/** Checking a signature and one commit each: more at once would only wait inside the database. */
const atOnce = 16;
const inTheRow = 1_000;

export function signUp(desk: Desk) {
  const { house } = desk;
  const { clock, options } = house;
  const perHour = options.signUpsPerAddressPerHour;
  const addresses = new Budget({ count: perHour, perMs: hour, burst: perHour });
  const turnstile = new Turnstile(atOnce, inTheRow);

  const free = async (look: string) => {
    if (await handleIsTaken(house.db, look)) throw new Refusal('taken', 'Somebody has this handle.');
  };

  return [
    answer(accounts.signUpBegin, async ({ body, now }) => {
      await free(handleLook(body.handle));
      const challenge = desk.challenges.make('signUp', body.handle, now);
      const user = desk.passkeyUser(challenge).toString('base64url');
      return { options: creationOptions({ rpId: desk.rpId, challenge, user, exclude: [], ...body }) };
    }),

    answer(accounts.signUpFinish, async (call) => {
      const { body, now, cookie } = call;
      // Both before the challenge is used up: whoever is told to wait can send the same passkey again.
      const network = networkOf(call.address);
      const wait = addresses.wait(network, clock.now()) ?? turnstile.fullForMs();
      if (wait !== undefined) throw new Refusal('tooFast', 'Too many new accounts just now.', wait);
      return await turnstile.pass(
        () => clock.now(),
        async () => {
          const { passkey, challenge } = await desk.enrolled(body.registration, 'signUp', body.handle, call);
          addresses.take(network, clock.now());
          const id = newId('account', house.random);
          const look = handleLook(body.handle);
          const user = desk.passkeyUser(challenge);
          const session = newId('session', house.random);
          const { token, hash } = newSecretToken(house.random);
          const { handle, name, label } = body;
          const whole = {
            account: { id, handle, look, name, passkeyUser: uuidText(user) },
            row: { id: newId('passkey', house.random), account: id, label },
            passkey,
            session: { id: session, account: id, hash, label },
          };
          await insertWhole(house.db, whole, now).catch((error: unknown) => {
            throw isTaken(error) ? new Refusal('taken', 'Somebody has this handle.') : error;
          });
          house.freshness.mark(session, now);
          cookie.set(token);
          house.news.tell({ kind: 'accountJoined', account: id });
          return newMe(id, session, handle, name, now);
        },
      );
    }),
  ];
}

/** What `accounts.me` would say, without asking. */
const newMe = (id: AccountId, session: SessionId, handle: string, name: string, now: number): Me => ({
  id,
  session,
  handle,
  name,
  bio: '',
  links: [],
  operator: false,
  joinedOn: dayOf(now),
  passkeys: 1,
  recovery: { code: false },
  deviceGeneration: 0,
});

const uuidText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
