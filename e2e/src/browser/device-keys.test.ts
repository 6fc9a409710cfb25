import { expect, test } from 'vitest';
import { evaluate } from '../rig/tone.ts';
import {
  chromiumPerson,
  eventually,
  firefoxPerson,
  type Person,
  signUp,
  useTwoEngines,
} from '../stage/index.ts';

const engines = useTwoEngines({ STOA_ACCOUNTS: '1' });

/** What the account publishes, as its own page is told. */
const published = (person: Person) =>
  evaluate(
    person.page,
    `(async () => {
      const ask = async (path, body) => (await fetch(path, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
      })).json();
      const { id } = await ask('/api/accounts/me', {});
      return (await ask('/api/accounts/devices-of', { account: id })).devices.map((one) => one.ed25519);
    })()`,
  ) as Promise<string[]>;

/** Of the keys in the page's own store: can a script read the private halves? */
const readable = (person: Person) =>
  evaluate(
    person.page,
    `new Promise((resolve, reject) => {
      const opened = indexedDB.open('stoa');
      opened.onerror = () => reject(opened.error);
      opened.onsuccess = () => {
        const all = opened.result.transaction('devices').objectStore('devices').getAll();
        all.onerror = () => reject(all.error);
        all.onsuccess = async () => {
          const keys = all.result.flatMap((row) => [row.keys.signing.privateKey, row.keys.opening.privateKey]);
          const read = await Promise.all(keys.map((key) =>
            crypto.subtle.exportKey('pkcs8', key).then(() => true, () => false)));
          opened.result.close();
          resolve(read);
        };
      };
    })`,
  ) as Promise<boolean[]>;

const someKey = (person: Person) =>
  eventually('the published key of a device', async () => {
    const keys = await published(person);
    return keys.length === 1 ? keys[0] : undefined;
  });

async function keepsItsKeys(person: Person): Promise<string> {
  const key = await someKey(person);
  await person.reload();
  await person.seesHeading('Live now');
  expect(await someKey(person)).toBe(key);
  expect(await readable(person)).toEqual([false, false]);
  return key;
}

test('keys are published after signing up, stay over a reload, cannot be read, and go with signing out', async () => {
  const ada = await chromiumPerson(engines.chromium, 'Ada Brandt');
  await signUp(ada, engines.server.url, 'ada');
  const before = await keepsItsKeys(ada);
  await ada.page.getByRole('button', { name: 'You' }).first().click();
  await ada.press('menuitem', 'Sign out');
  await ada.seesHeading('A room to talk in. Nobody in between.');
  // The page loads anew on its way out.
  await eventually('the keys to be gone', async () => (await readable(ada)).length === 0);
  await ada.page.getByRole('link', { name: 'Sign in' }).first().click();
  await ada.press('button', 'Sign in with a passkey');
  await ada.seesHeading('Live now');
  expect(await someKey(ada)).not.toBe(before);
});

test('the same in Firefox', async () => {
  const bo = await chromiumPerson(engines.chromium, 'Bo Lind');
  await signUp(bo, engines.server.url, 'bolind');
  const chromiumKey = await someKey(bo);
  const [session] = (await bo.page.context().cookies()).filter(({ name }) => name.includes('session'));
  if (!session) throw new Error('There is no session to go on with.');
  await bo.page.close();
  // Firefox has no stand-in for passkeys here: it goes on with the session that Chromium began.
  const there = await firefoxPerson(engines.firefox, 'Bo Lind');
  await there.open(engines.server.url);
  const { name, value, domain, path } = session;
  await there.page.setCookie({ name, value, domain, path, httpOnly: true, sameSite: 'Strict' });
  await there.open(engines.server.url);
  await there.seesHeading('Live now');
  expect(await keepsItsKeys(there)).not.toBe(chromiumKey);
});
