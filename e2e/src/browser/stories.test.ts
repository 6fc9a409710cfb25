import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type ChromiumPerson,
  givePasskeys,
  PATIENCE,
  signUp,
  startServer,
  useStage,
} from '../stage/index.ts';

// Whole stories of people with accounts, each from its first tap to its end.

const stage = useStage({
  server: { env: { STOA_ACCOUNTS: '1', STOA_RECOVERY_HOURS: '1', STOA_SIGN_UPS_PER_ADDRESS: '1000' } },
});
const patient = 120_000;

const goTo = (person: ChromiumPerson, place: string) =>
  person.page.getByRole('link', { name: place }).first().click({ timeout: PATIENCE });

async function somebody(
  name: string,
  handle: string,
  options: { tone?: number } = {},
): Promise<ChromiumPerson> {
  const person = await stage.person(name, options);
  await signUp(person, stage.server.url, handle);
  return person;
}

async function profileOf(person: ChromiumPerson, handle: string): Promise<void> {
  await person.page.goto(`${stage.server.url}/people`);
  await person.page.getByRole('searchbox', { name: 'Search people and rooms' }).fill(handle);
}

async function follows(person: ChromiumPerson, handle: string, name: string): Promise<void> {
  await profileOf(person, handle);
  await person.press('button', `Follow ${name}`);
  await person.sees('button', `Following ${name}. Press to unfollow`);
}

/** Opens an open room from the hallway. */
async function opensRoom(person: ChromiumPerson, title: string): Promise<void> {
  await person.page.goto(stage.server.url);
  await goTo(person, 'Start a room');
  await person.fill('What is it about?', title);
  await person.press('button', 'Start a room');
  await person.seesHeading(title);
}

test(
  'an event is planned, answered, started, heard and over',
  async () => {
    const mei = await somebody('Mei Tanaka', 'meitanaka', { tone: 520 });
    await goTo(mei, 'Events');
    await goTo(mei, 'Plan an event');
    await mei.fill('Title', 'Bees in the city');
    // In ten minutes: its room may be started from a quarter of an hour before.
    const starts = await mei.page.evaluate(() => {
      const at = new Date(Date.now() + 600_000);
      at.setMinutes(at.getMinutes() - at.getTimezoneOffset());
      return at.toISOString().slice(0, 16);
    });
    await mei.page.getByLabel('When').fill(starts);
    await mei.press('button', 'Plan an event');
    await mei.seesHeading('Bees in the city');

    const kofi = await somebody('Kofi Mensah', 'kofim');
    await kofi.open(mei.page.url());
    await kofi.press('button', 'Going');
    await kofi.seesText('1 person is going');

    await goTo(mei, 'Start the room');
    await mei.press('button', 'Start a room');
    await mei.seesHeading('Bees in the city');
    await goTo(kofi, 'Notices');
    await kofi.seesText('Bees in the city is live');
    await kofi.page.getByRole('link', { name: /Bees in the city is live/ }).click({ timeout: PATIENCE });
    await goTo(kofi, 'Go to the room');
    await kofi.press('button', 'Listen to Bees in the city');
    await kofi.hears(520);
    await mei.seesPerson('Kofi Mensah');
    await mei.endRoom();
    await kofi.seesHeading('The room has ended');
  },
  patient,
);

test(
  'a club that takes people by invitation is found by nobody else, and its room by its members',
  async () => {
    const ada = await somebody('Ada Brandt', 'adabrandt', { tone: 440 });
    const bo = await somebody('Bo Lind', 'bolind');
    const cleo = await somebody('Cleo Sand', 'cleosand');
    await goTo(ada, 'Clubs');
    await goTo(ada, 'Found a club');
    await ada.fill('Name', 'Night readers');
    await ada.fill('What is it about?', 'Books after dark.');
    await ada.fill('Rules', 'Read first.');
    await ada.page.getByRole('radio', { name: /By invitation/ }).click({ timeout: PATIENCE });
    await ada.press('button', 'Found a club');
    await ada.seesHeading('Night readers');
    const club = ada.page.url();
    await cleo.open(club);
    await cleo.seesText('This club takes people by invitation.');

    await ada.page.getByRole('tab', { name: 'Invited' }).click({ timeout: PATIENCE });
    await ada.press('button', 'Invite people');
    await ada.page.getByRole('searchbox', { name: 'By name or handle' }).fill('bolind');
    await ada.press('button', 'Invite Bo Lind');
    await ada.seesText('Invited');
    await ada.page.keyboard.press('Escape');

    await goTo(bo, 'Notices');
    await bo.seesText('Ada Brandt invites you to the club Night readers');
    await bo.open(club);
    await bo.page.getByRole('checkbox', { name: 'I accept the rules' }).click({ timeout: PATIENCE });
    await bo.press('button', 'Accept the invitation');
    await bo.seesText('2 members');

    await ada.page.reload();
    await goTo(ada, 'Start a room here');
    await ada.fill('What is it about?', 'Chapter one');
    await ada.press('button', 'Start a room');
    await ada.seesHeading('Chapter one');
    await bo.page.goto(stage.server.url);
    await bo.press('button', 'Listen to Chapter one');
    await bo.hears(440);
    // Whoever is not in the club sees nothing of it.
    await cleo.page.goto(stage.server.url);
    await cleo.seesHeading('Live now');
    expect(await cleo.page.getByText('Chapter one').count()).toBe(0);
  },
  patient,
);

test(
  'a block ends a meeting at once, and neither finds the other again',
  async () => {
    const ada = await somebody('Ada Holm', 'adaholm', { tone: 610 });
    const eve = await somebody('Eve Stone', 'evestone');
    await follows(eve, 'adaholm', 'Ada Holm');
    await opensRoom(ada, 'Quiet garden');
    await eve.page.goto(stage.server.url);
    await eve.press('button', 'Listen to Quiet garden');
    await eve.hears(610);

    const phone = await ada.page.context().newPage();
    await phone.goto(`${stage.server.url}/people`);
    await phone.getByRole('searchbox', { name: 'Search people and rooms' }).fill('evestone');
    await phone.getByRole('link', { name: /Eve Stone/ }).click({ timeout: PATIENCE });
    await phone.getByRole('button', { name: 'Options for Eve Stone' }).click({ timeout: PATIENCE });
    await phone.getByRole('menuitem', { name: 'Block' }).click({ timeout: PATIENCE });
    const blocked = Date.now();
    await phone.getByRole('button', { name: 'Block', exact: true }).click({ timeout: PATIENCE });
    await eve.seesHeading('You were removed from the room');
    expect(Date.now() - blocked).toBeLessThan(5_000);
    await eve.page.goto(stage.server.url);
    await eve.seesHeading('Live now');
    expect(await eve.page.getByText('Quiet garden').count()).toBe(0);
    await profileOf(eve, 'adaholm');
    await eve.seesText('Nobody was found');
    await phone.goto(`${stage.server.url}/people`);
    await phone.getByRole('searchbox', { name: 'Search people and rooms' }).fill('evestone');
    await phone.getByText('Nobody was found').waitFor({ timeout: PATIENCE });
  },
  patient,
);

async function makesCode(person: ChromiumPerson, server: string): Promise<string> {
  await person.page.goto(`${server}/settings#access`);
  await person.press('button', 'Make a code');
  const shown = person.page.getByText('Write it down now.').locator('xpath=../p[2]');
  return (await shown.textContent({ timeout: PATIENCE })) ?? '';
}

async function recovers(name: string, server: string, code: string): Promise<ChromiumPerson> {
  const person = await stage.person(name);
  await givePasskeys(person);
  await person.page.goto(`${server}/recover`);
  await person.fill('Recovery code', code);
  await person.press('button', 'Make a new passkey');
  await person.page.getByText(/Your new passkey works from/).waitFor({ timeout: PATIENCE });
  return person;
}

async function signsIn(person: ChromiumPerson, server: string): Promise<void> {
  await person.page.goto(`${server}/sign-in`);
  await person.press('button', 'Sign in with a passkey');
}

test(
  'a recovery code makes a passkey that waits; the old devices are told at once and stop it',
  async () => {
    const { url } = stage.server;
    const cleo = await somebody('Cleo Berg', 'cleoberg');
    const code = await makesCode(cleo, url);
    const other = await recovers('Somebody with the code', url, code);
    await signsIn(other, url);
    await other.page
      .getByText(/This passkey was made with a recovery code and waits/)
      .waitFor({ timeout: PATIENCE });
    // The page that is open shows it without being asked.
    await cleo.page.getByText(/Somebody uses your recovery code/).waitFor({ timeout: PATIENCE });
    await cleo.press('button', 'Stop it');
    await cleo.page
      .getByText(/Somebody uses your recovery code/)
      .waitFor({ state: 'hidden', timeout: PATIENCE });
    await signsIn(other, url);
    await other.seesText('That passkey is not known here.');
  },
  patient,
);

test(
  'whoever lost all passkeys is back with the code',
  async () => {
    const server = await startServer({ env: { STOA_ACCOUNTS: '1', STOA_RECOVERY_HOURS: '0' } });
    try {
      const dora = await stage.person('Dora Weiss');
      await signUp(dora, server.url, 'doraweiss');
      const code = await makesCode(dora, server.url);
      await dora.page.context().close();
      const again = await recovers('Dora Weiss', server.url, code);
      await signsIn(again, server.url);
      await again.seesHeading('Live now');
      await again.page.getByRole('button', { name: 'You' }).first().click();
      await again.press('menuitem', 'Your profile');
      await again.seesHeading('Dora Weiss');
    } finally {
      await server.close();
    }
  },
  patient,
);

test(
  'somebody takes all data along, deletes the account, and is gone for everybody',
  async () => {
    const { url } = stage.server;
    const fay = await somebody('Fay Moreno', 'faymoreno');
    const gus = await somebody('Gus Adler', 'gusadler');
    await follows(gus, 'faymoreno', 'Fay Moreno');
    await fay.page.goto(`${url}/settings#data`);
    const downloading = fay.page.waitForEvent('download');
    await fay.press('button', 'Download my data');
    const file = await (await downloading).path();
    const data = readFileSync(file, 'utf8');
    expect(JSON.parse(data)).toMatchObject({ format: 'stoa-export', version: 1 });
    expect(data).toContain('Fay Moreno');

    await fay.press('button', 'Delete my account…');
    await fay.fill('To confirm, enter your handle: faymoreno', 'somebodyelse');
    await fay.press('button', 'Delete for good');
    await fay.seesText('That is not your handle.');
    await fay.fill('To confirm, enter your handle: faymoreno', 'faymoreno');
    await fay.press('button', 'Delete for good');
    await fay.seesHeading('Your account is deleted');
    await profileOf(gus, 'faymoreno');
    await gus.seesText('Nobody was found');
    await signsIn(fay, url);
    await fay.seesText('That passkey is not known here.');
    // Her handle is free.
    const other = await stage.person('Another Fay');
    await signUp(other, url, 'faymoreno');
  },
  patient,
);
