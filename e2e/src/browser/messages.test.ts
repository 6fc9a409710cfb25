import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../rig/temporary.ts';
import { anotherTab, type ChromiumPerson, eventually, PATIENCE, signUp, useStage } from '../stage/index.ts';

const data = temporaryFolder('data');
// As root, the database below it runs as another user, who has to pass through.
chmodSync(data, 0o711);
const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1', STOA_DATA: data } } });

const secret = 'The key is under the third flowerpot';

/** From the profile of somebody to what is written with them. */
async function openMessages(person: ChromiumPerson, handle: string, name: string): Promise<void> {
  await person.open(`${stage.server.url}/p#${handle}`);
  await person.seesHeading(name);
  await person.press('button', 'Message');
  await person.seesText(`This is the beginning of your conversation with ${name}`);
}

async function write(person: ChromiumPerson, to: string, text: string): Promise<void> {
  await person.fill(`Message to ${to}`, text);
  await person.press('button', 'Send');
}

const follow = (person: ChromiumPerson, place: string | RegExp) =>
  person.page.getByRole('link', { name: place }).first().click({ timeout: PATIENCE });

/** Files that hold these bytes, below a folder. */
function filesWith(folder: string, needle: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(needle));
}

test('two people write to each other: a request, an answer, a second device, changed keys, a block', async () => {
  const { url } = stage.server;
  const ada = await stage.person('Ada Brandt');
  const passkeys = await signUp(ada, url, 'ada');
  const bo = await stage.person('Bo Lind');
  await signUp(bo, url, 'bolind');

  await openMessages(ada, 'bolind', 'Bo Lind');
  await write(ada, 'Bo Lind', secret);
  await ada.seesText('Sent');

  // Ada is a stranger to Bo: it waits apart, and no figure calls for it.
  await follow(bo, 'Messages');
  await bo.page.getByRole('tab', { name: '1 request' }).click({ timeout: PATIENCE });
  expect(await bo.page.getByRole('link', { name: 'Messages, new' }).count()).toBe(0);
  await follow(bo, /Ada Brandt/);
  await bo.seesText('Ada Brandt would like to write to you');
  await bo.seesText(secret);
  await bo.press('button', 'Accept');
  await write(bo, 'Ada Brandt', 'Found it, thank you');
  await ada.seesText('Found it, thank you');

  // Two tabs of one browser have it once.
  const second = await anotherTab(bo);
  await second.open(bo.page.url());
  await write(ada, 'Bo Lind', 'Water the roses, please');
  for (const tab of [bo, second]) {
    const there = tab.page.getByRole('log').getByText('Water the roses, please');
    // The list of conversations shows it a moment earlier.
    await eventually('it among the messages', async () => (await there.count()) > 0);
    expect(await there.count()).toBe(1);
  }
  await second.page.close();

  // Another browser of Ada's: it has nothing of before, and Bo is told before anything is sent to it.
  const phone = await stage.person('Ada Brandt', { viewport: { width: 390, height: 800 } });
  await passkeys.copyTo(phone);
  await phone.open(`${url}/sign-in`);
  await phone.press('button', 'Sign in with a passkey');
  await phone.seesHeading('Live now');
  // On the device that was there before Ada says that it was she.
  const notice = ada.page.getByRole('region', { name: 'A new device was added to your account' });
  await eventually('the notice', async () => notice.isVisible());
  await write(bo, 'Ada Brandt', 'The roses are fine');
  await bo.seesText('The keys of Ada Brandt have changed');
  await bo.seesText('Not sent yet: look at the changed keys first');
  const code = await codeOf(bo, 'Ada Brandt');
  await bo.press('button', 'Go on with the new keys');
  await ada.seesText('The roses are fine');
  await follow(phone, /^Messages/);
  await follow(phone, /Bo Lind/);
  await phone.seesText('The roses are fine');
  expect(await phone.page.getByText(secret).count()).toBe(0);
  // Bo’s messages went to both; what the phone writes is Ada’s on the other device once she has confirmed it.
  await write(phone, 'Bo Lind', 'I am outside');
  await ada.seesText('In your name, from a device that you have not confirmed');
  await bo.seesText('I am outside');
  await write(ada, 'Bo Lind', 'Only for you');
  await bo.seesText('Only for you');
  expect(await phone.page.getByText('Only for you').count()).toBe(0);
  expect(await codeOf(ada, 'Bo Lind')).not.toBe(code);
  await ada.press('button', 'It is mine');
  await ada.seesNoText('In your name, from a device that you have not confirmed');
  await write(ada, 'Bo Lind', 'Now for both');
  await phone.seesText('Now for both');
  expect(await phone.page.getByText('Only for you').count()).toBe(0);
  expect(await codeOf(ada, 'Bo Lind')).toBe(code);
  expect(await codeOf(phone, 'Bo Lind')).toBe(code);
  // What one device writes, the other one of the same person has too.
  await write(phone, 'Bo Lind', 'From the garden');
  await ada.seesText('From the garden');
  await bo.seesText('From the garden');

  // A reload changes nothing of it.
  await bo.page.reload();
  await bo.seesText(secret);
  await bo.seesText('From the garden');

  await bo.press('button', 'Options for the conversation with Ada Brandt');
  await bo.press('menuitem', 'Block');
  await bo.press('button', 'Block');
  await bo.seesHeading('Messages');
  await write(ada, 'Bo Lind', 'Are you there?');
  await ada.seesText('You cannot write to this person any more.');
  await bo.seesNoText('Are you there?');
});

test('nothing of a text is in the database, or in what the server says; a conversation is only on devices', async () => {
  // What is stored in the open is found by the same search.
  await eventually('the handle on disk', async () => filesWith(data, 'bolind').length > 0);
  for (const text of [secret, 'Found it, thank you', 'From the garden']) {
    expect(filesWith(data, text), text).toEqual([]);
    expect(stage.server.said).not.toContain(text);
  }
});

async function codeOf(person: ChromiumPerson, name: string): Promise<string> {
  await person.press('button', `Options for the conversation with ${name}`);
  await person.press('menuitem', 'Compare the code');
  const digits = await eventually('the code', async () => {
    const text = await person.page.getByRole('dialog').innerText();
    return /(\d{5} ){5}\d{5}/.exec(text)?.[0];
  });
  await person.press('button', 'Close');
  return digits;
}
