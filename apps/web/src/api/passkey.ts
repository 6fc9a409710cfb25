import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { accounts, type Me } from '@stoa/protocol/social';
import type { Call } from './call.ts';

/** What a person can make of a failed passkey. */
export type PasskeyTrouble = 'cancelled' | 'exists' | 'unsupported' | 'failed';

export class PasskeyFailed extends Error {
  readonly why: PasskeyTrouble;

  constructor(why: PasskeyTrouble) {
    super(`The passkey did not work: ${why}`);
    this.why = why;
  }
}

/** "Firefox on Linux": enough to know one's own devices by, and all that is ever said about one. */
export function deviceLabel(agent: string = navigator.userAgent): string {
  const browser = [/Edg/, /Firefox/, /Chrom/, /Safari/].find((name) => name.test(agent));
  const names = new Map([
    ['Edg', 'Edge'],
    ['Chrom', 'Chrome'],
  ]);
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find((name) =>
    agent.includes(name),
  );
  const short = browser ? (names.get(browser.source) ?? browser.source) : 'Browser';
  return system ? `${short} on ${system}` : short;
}

/** Makes the account with a passkey of this device. Rejects with `CallRefused` or `PasskeyFailed`. */
export async function signUp(call: Call, handle: string, name: string): Promise<Me> {
  const { options } = await call(accounts.signUpBegin, { handle, name });
  const registration = await asked(() => startRegistration({ optionsJSON: options as never }));
  return call(accounts.signUpFinish, {
    handle,
    name,
    registration: registration as never,
    label: deviceLabel(),
  });
}

/** With whichever passkey the person picks: no name is asked for. */
export async function signIn(call: Call): Promise<Me> {
  const { options } = await call(accounts.signInBegin, {});
  const assertion = await asked(() => startAuthentication({ optionsJSON: options as never }));
  return call(accounts.signInFinish, { assertion: assertion as never, label: deviceLabel() });
}

/** Shows the passkey once more, for what needs a fresh one. */
export async function confirm(call: Call): Promise<void> {
  const { options } = await call(accounts.confirmBegin, {});
  const assertion = await asked(() => startAuthentication({ optionsJSON: options as never }));
  await call(accounts.confirmFinish, { assertion: assertion as never });
}

export async function addPasskey(call: Call, label: string): Promise<void> {
  const { options } = await call(accounts.passkeyAddBegin, {});
  const registration = await asked(() => startRegistration({ optionsJSON: options as never }));
  await call(accounts.passkeyAddFinish, { registration: registration as never, label });
}

/** When the new passkey begins to work, Unix ms. */
export async function recover(call: Call, code: string): Promise<number> {
  const { options } = await call(accounts.recoveryBegin, { code });
  const registration = await asked(() => startRegistration({ optionsJSON: options as never }));
  const label = deviceLabel();
  const reply = await call(accounts.recoveryFinish, { code, registration: registration as never, label });
  return reply.usableAt;
}

async function asked<T>(ceremony: () => Promise<T>): Promise<T> {
  if (typeof PublicKeyCredential !== 'function') throw new PasskeyFailed('unsupported');
  try {
    return await ceremony();
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      throw new PasskeyFailed('exists');
    const name = error instanceof Error ? error.name : '';
    // Browsers say this one word for "cancelled", "none here" and "took too long", so that pages learn nothing.
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyFailed('cancelled');
    throw new PasskeyFailed(name === 'NotSupportedError' ? 'unsupported' : 'failed');
  }
}
