import { accounts, handleLook } from '@stoa/protocol/social';
import { answer } from '../http/answer.ts';
import { Budget } from '../http/budget.ts';
import { networkOf } from '../http/network.ts';
import { Refusal } from '../http/refusal.ts';
import { newId } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import { handleIsTaken, insertAccount, insertPasskey, isTaken } from './queries.ts';
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
          const { session, token } = await house.db
            .transaction()
            .execute(async (db) => {
              const passkeyUser = uuidText(user);
              await insertAccount(db, { id, handle: body.handle, look, name: body.name, passkeyUser }, now);
              const row = { id: newId('passkey', house.random), account: id, label: body.label };
              await insertPasskey(db, row, passkey, now);
              return await desk.startSession(db, id, body.label, now);
            })
            .catch((error: unknown) => {
              throw isTaken(error) ? new Refusal('taken', 'Somebody has this handle.') : error;
            });
          house.freshness.mark(session, now);
          cookie.set(token);
          house.news.tell({ kind: 'accountJoined', account: id });
          return await desk.me(id, session);
        },
      );
    }),
  ];
}

const uuidText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
