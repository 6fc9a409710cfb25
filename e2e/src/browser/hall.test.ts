import { expect, test } from 'vitest';
import { type ChromiumPerson, PATIENCE, signUp, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1' } } });

const part = (person: ChromiumPerson, title: string) => person.page.getByRole('region', { name: title });
const follow = async (person: ChromiumPerson, text: string, name: string) => {
  await person.page.goto(`${stage.server.url}/people`);
  await person.page.getByRole('searchbox', { name: 'Search people and rooms' }).fill(text);
  await person.press('button', `Follow ${name}`);
  await person.sees('button', `Following ${name}. Press to unfollow`);
};

test('in a room of people with accounts one sees who is who, asks people in, and reports', async () => {
  const { url } = stage.server;
  const ada = await stage.person('Ada Brandt', { tone: 440 });
  await signUp(ada, url, 'ada');
  const bo = await stage.person('Bo Lind');
  await signUp(bo, url, 'bolind');
  const dan = await stage.person('Dan Moser');
  await signUp(dan, url, 'danmoser');
  await follow(ada, 'bo', 'Bo Lind');
  await follow(dan, 'ada', 'Ada Brandt');
  await dan.page.goto(url);
  await dan.seesHeading('Live now');

  await ada.page.goto(`${url}/start`);
  await ada.fill('What is it about?', 'Sunday coffee');
  await ada.press('button', 'Start a room');
  await ada.seesHeading('Sunday coffee');
  await bo.page.goto(url);
  await bo.press('button', 'Listen to Sunday coffee');
  await bo.hears(440);
  const guest = await stage.person('Gus');
  await guest.join(ada.page.url());
  await guest.hears(440);

  // Whom the speakers follow, and who has no account.
  for (const person of [ada, bo]) {
    await part(person, 'Followed by the speakers').getByText('Bo Lind').waitFor({ timeout: PATIENCE });
    await part(person, 'Guests').getByText('Gus').waitFor({ timeout: PATIENCE });
  }
  await guest.seesPerson('Bo Lind');
  expect(await part(guest, 'Followed by the speakers').count()).toBe(0);

  // The voice on stage is proven to be an account's, by a device that the account publishes.
  await bo.press('button', 'About Ada Brandt');
  await bo.seesText('Verified: this is the account @ada');
  await bo.sees('button', 'Report…');
  await bo.press('button', 'Close');

  // Whoever follows somebody is asked in with one tap, is told at once, and comes.
  await ada.press('button', 'Invite people');
  await ada.press('button', 'Ask Dan Moser in');
  await ada.seesText('Asked');
  await ada.press('button', 'Close');
  await dan.page.getByRole('link', { name: 'Notices' }).first().click();
  await dan.seesText('Ada Brandt asks you into a room');
  await dan.page.goto(url);
  await dan.press('button', 'Listen to Sunday coffee');
  await dan.hears(440);
  await part(ada, 'Others in the room').getByText('Dan Moser').waitFor({ timeout: PATIENCE });

  // A new title is everybody's.
  await ada.press('button', 'Room menu');
  await ada.press('menuitem', 'Room settings…');
  await ada.fill('What is it about?', 'Sunday tea');
  await ada.press('button', 'Save');
  await ada.seesHeading('Sunday tea');

  await bo.press('button', 'Room menu');
  await bo.press('menuitem', 'Report this room…');
  await bo.page.getByRole('dialog').waitFor({ timeout: PATIENCE });
}, 180_000);
