import { expect, test } from 'vitest';
import { type ChromiumPerson, openAlbum, PATIENCE, signUp, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1' } } });
const album = openAlbum('app');

const goTo = (person: ChromiumPerson, place: string) =>
  person.page.getByRole('link', { name: place }).first().click({ timeout: PATIENCE });

test('two people sign up, one follows the other, sees the room in the hallway and hears it', async () => {
  const { url } = stage.server;
  const ada = await stage.person('Ada Brandt', { tone: 440 });
  await signUp(ada, url, 'ada', () => album.shoot(ada, 'sign-up'));
  const bo = await stage.person('Bo Lind');
  await signUp(bo, url, 'bolind');
  await bo.seesText('It is quiet right now');
  await album.shoot(bo, 'hallway-empty');

  await goTo(bo, 'Find people');
  await bo.page.getByRole('searchbox', { name: 'Search people and rooms' }).fill('ada');
  await bo.press('button', 'Follow Ada Brandt');
  await bo.sees('button', 'Following Ada Brandt. Press to unfollow');
  await album.shoot(bo, 'people');
  await goTo(bo, 'Rooms');
  await bo.seesHeading('Live now');

  await goTo(ada, 'Start a room');
  await ada.fill('What is it about?', 'Sunday coffee');
  await album.shoot(ada, 'open-room');
  await ada.press('button', 'Start a room');
  await ada.seesHeading('Sunday coffee');
  // Pushed, not asked for: the page that waits shows it without doing anything.
  await bo.seesText('Sunday coffee');
  await bo.seesText('1 person you follow is here');
  await album.shoot(bo, 'hallway');

  await bo.press('button', 'Listen to Sunday coffee');
  await bo.seesHeading('Sunday coffee');
  await bo.hears(440);
  await ada.seesPerson('Bo Lind');

  // One looks around and stays in the room.
  await bo.page.goBack();
  await bo.seesHeading('Live now');
  await bo.hears(440);
  await bo.page.getByRole('button', { name: /Back to the room/ }).click();
  await bo.seesHeading('Sunday coffee');
  await bo.leave();
});

test('a club is founded, an event planned and answered, and the people concerned are told', async () => {
  const { url } = stage.server;
  const mei = await stage.person('Mei Tanaka');
  await signUp(mei, url, 'meitanaka');
  await goTo(mei, 'Clubs');
  await goTo(mei, 'Found a club');
  await mei.fill('Name', 'Urban gardeners');
  await mei.fill('What is it about?', 'Balconies, roofs, the strip beside the tram.');
  await mei.fill('Rules', 'Be kind to beginners.\nNo selling.');
  await mei.press('button', 'Found a club');
  await mei.seesHeading('Urban gardeners');
  await mei.seesText('Be kind to beginners.');
  await album.shoot(mei, 'club');

  await goTo(mei, 'Events');
  await goTo(mei, 'Plan an event');
  await mei.fill('Title', 'Bees, balconies and the city');
  await mei.press('button', 'Plan an event');
  await mei.seesHeading('Bees, balconies and the city');
  await mei.seesText('You can start the room 15 minutes before the time.');
  await album.shoot(mei, 'event');
  const event = mei.page.url();

  const kofi = await stage.person('Kofi Mensah');
  await signUp(kofi, url, 'kofim');
  await kofi.open(event);
  await kofi.seesHeading('Bees, balconies and the city');
  await kofi.press('button', 'Going');
  await kofi.seesText('1 person is going');

  // A page for those without an account, and for link previews: no script, no secrets.
  const preview = await kofi.page.request.get(`${url}/e/${event.split('#')[1]}`);
  expect(preview.status()).toBe(200);
  expect(await preview.text()).toContain('og:title');

  await kofi.page.goto(`${url}/people`);
  await kofi.page.getByRole('searchbox', { name: 'Search people and rooms' }).fill('mei');
  await kofi.press('button', 'Follow Mei Tanaka');
  await kofi.page.getByRole('link', { name: /Mei Tanaka/ }).click();
  await kofi.seesHeading('Mei Tanaka');
  await kofi.seesText('Urban gardeners');
  await album.shoot(kofi, 'profile');
  await goTo(mei, 'Notices');
  await mei.seesText('Kofi Mensah follows you');
  await album.shoot(mei, 'notices');
});

test('who signs out is out, and signs in again with the same passkey', async () => {
  const cleo = await stage.person('Cleo Sand');
  await signUp(cleo, stage.server.url, 'cleo');
  await cleo.page.goto(`${stage.server.url}/settings#access`);
  await cleo.press('button', 'Make a code');
  await cleo.seesText('Write it down now.');
  await cleo.page.reload();
  await cleo.seesText('You have a code.');
  await album.shoot(cleo, 'settings');
  await cleo.page.goto(`${stage.server.url}/settings#data`);
  await cleo.seesText('Download my data');
  await album.shoot(cleo, 'your-data');
  await cleo.page.getByRole('button', { name: 'You' }).first().click();
  await cleo.press('menuitem', 'Sign out');
  await cleo.seesHeading('A room to talk in. Nobody in between.');
  await goTo(cleo, 'Sign in');
  await cleo.press('button', 'Sign in with a passkey');
  await cleo.seesHeading('Live now');
  await cleo.page.getByRole('button', { name: 'You' }).first().click();
  await cleo.press('menuitem', 'Your profile');
  await cleo.seesHeading('Cleo Sand');
});

test('every screen of this kind was reached and has its pictures', () => {
  expect(album.missing()).toEqual([]);
});
