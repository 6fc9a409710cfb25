import type { ChromiumPerson } from './person.ts';

/** Chromium's own stand-in for a device that keeps passkeys and whose owner always says yes. */
export async function givePasskeys(person: ChromiumPerson): Promise<void> {
  const line = await person.page.context().newCDPSession(person.page);
  await line.send('WebAuthn.enable');
  await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** From the start page to the hallway. */
export async function signUp(
  person: ChromiumPerson,
  server: string,
  handle: string,
  before: () => Promise<void> = async () => {},
): Promise<void> {
  await givePasskeys(person);
  await person.open(`${server}/sign-up`);
  await person.fill('Your name', person.name);
  await person.fill('Your handle', handle);
  await before();
  await person.press('button', 'Create my passkey');
  await person.seesHeading('Live now');
}
