import { accounts, type Me } from '@stoa/protocol/social';
import { SoftAuthenticator } from './authenticator.ts';
import type { Caller, useTown } from './town.ts';

type Town = ReturnType<typeof useTown>;
export type Joined = {
  readonly me: Me;
  readonly cookie: string;
  readonly page: Caller;
  readonly authenticator: SoftAuthenticator;
};

/** Somebody signs up with a passkey, through every step. */
export async function join(town: Town, handle: string, name = handle): Promise<Joined> {
  const authenticator = new SoftAuthenticator(() => town.origin);
  const { options } = await town.stranger.call(accounts.signUpBegin, { handle, name });
  const registration = authenticator.create(options);
  const got = await town.stranger.try(accounts.signUpFinish, {
    handle,
    name,
    registration,
    label: 'Firefox on Linux',
  });
  if (!got.ok || !got.cookie) throw new Error(`The sign-up failed: ${JSON.stringify(got)}`);
  return { me: got.reply, cookie: got.cookie, page: town.withCookie(got.cookie), authenticator };
}

/** Signs in with a passkey; whatever comes back. */
export async function signIn(
  town: Town,
  authenticator: SoftAuthenticator,
  deviation: Parameters<SoftAuthenticator['get']>[1] = {},
  which = 0,
) {
  const { options } = await town.stranger.call(accounts.signInBegin, {});
  const assertion = authenticator.get(options, deviation, which);
  return await town.stranger.try(accounts.signInFinish, { assertion, label: 'Chromium on Android' });
}
