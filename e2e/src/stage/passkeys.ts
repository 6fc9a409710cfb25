import type { ChromiumPerson } from './person.ts';

/** What the stand-in keeps. */
export type Passkeys = {
  /** The same passkeys for somebody's other browser, as a key ring carries them over. */
  copyTo(other: ChromiumPerson): Promise<void>;
};

/** Chromium's own stand-in for a device that keeps passkeys and whose owner always says yes. */
export async function givePasskeys(person: ChromiumPerson): Promise<Passkeys> {
  const { line, authenticatorId } = await addAuthenticator(person);
  return {
    async copyTo(other) {
      const there = await addAuthenticator(other);
      const { credentials } = await line.send('WebAuthn.getCredentials', { authenticatorId });
      for (const credential of credentials) {
        await there.line.send('WebAuthn.addCredential', {
          authenticatorId: there.authenticatorId,
          credential,
        });
      }
    },
  };
}

async function addAuthenticator(person: ChromiumPerson) {
  const line = await person.page.context().newCDPSession(person.page);
  await line.send('WebAuthn.enable');
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { line, authenticatorId };
}

/** From the start page to the hallway. */
export async function signUp(
  person: ChromiumPerson,
  server: string,
  handle: string,
  before: () => Promise<void> = async () => {},
): Promise<Passkeys> {
  const passkeys = await givePasskeys(person);
  await person.open(`${server}/sign-up`);
  await person.fill('Your name', person.name);
  await person.fill('Your handle', handle);
  await before();
  await person.press('button', 'Create my passkey');
  await person.seesHeading('Live now');
  return passkeys;
}
