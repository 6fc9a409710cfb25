import { createNodeParticipant, type NodeParticipant, silentSource, toneSource } from '@stoa/client/node';
import { afterEach, expect, test } from 'vitest';
import { type ChromiumPerson, openAlbum, SCREENS, screensPage, useStage } from '../stage/index.ts';

const stage = useStage();
const album = openAlbum('room');
const fillers: NodeParticipant[] = [];
afterEach(async () => {
  for (const filler of fillers.splice(0)) await filler.close();
});

async function fill(link: string, name: string): Promise<NodeParticipant> {
  const filler = await createNodeParticipant({ name, link });
  fillers.push(filler);
  await filler.until((view) => view.me !== undefined);
  return filler;
}

async function takeToStage(host: ChromiumPerson, filler: NodeParticipant, name: string): Promise<void> {
  await host.choose(name, 'Invite to the stage');
  await filler.until((view) => view.me?.invited === true);
  expect(await filler.room.acceptInvite()).toEqual({ ok: true });
  await host.seesPerson(name, 'Speaker');
}

test('a lively room, and what opens above it', async () => {
  const host = await stage.person('Maren Holt', { tone: 330 });
  await host.open(stage.server.url);
  await host.seesHeading('A room to talk in. Nobody in between.');
  await album.shoot(host, 'start');
  const link = await host.startRoom(stage.server.url, 'Bees, balconies and the city');
  await album.shoot(host, 'room-alone');

  const speakers = ['Tomasz Wilk', 'Ines Duarte', 'Kofi Mensa'];
  for (const name of speakers) await takeToStage(host, await fill(link, name), name);
  const [tomasz, ines, kofi] = fillers;
  await host.choose('Ines Duarte', 'Make moderator');
  await host.seesPerson('Ines Duarte', 'Moderator');
  for (const name of ['Yuki Arata', 'Leila Nouri', 'Oskar Lind', 'Priya Sen', 'Noor Bakir', 'Emil Costa'])
    await fill(link, name);
  const listener = await stage.person('Ada Brandt', { tone: 700 });
  await listener.open(link);
  await listener.seesHeading('You are invited to a room');
  await album.shoot(listener, 'join');
  await listener.join(link);
  await host.seesListeners(7);
  await host.seesCanHear(11);

  tomasz?.speak(toneSource(500));
  ines?.speak(silentSource);
  await kofi?.room.setMuted(true);
  for (const person of [host, listener]) {
    await person.hears(500);
    await person.seesPerson('Tomasz Wilk', 'speaking', 'voice verified');
    await person.seesPerson('Kofi Mensa', 'muted');
  }
  await host.mute();
  await fillers[3]?.room.raiseHand();
  await listener.raiseHand();
  await host.sees('button', 'Invite Ada Brandt to the stage');
  await listener.seesText('You are number 2 in line.');
  await album.shoot(host, 'room', () => saysNothing(host));
  await album.shoot(listener, 'room-listener', () => saysNothing(listener));

  await host.press('button', '11 people can hear this. Show how this is known');
  await host.seesText('Safety code');
  await album.shoot(host, 'who-can-hear');
  await host.press('button', 'Close');
  await host.press('button', 'Invite people');
  await host.seesText('Or point a phone camera at the code.');
  await album.shoot(host, 'share');
  await host.press('button', 'Close');
  await host.press('button', 'Options for Tomasz Wilk');
  await host.sees('menuitem', 'Remove from the room');
  await album.shoot(host, 'person-menu');
  await host.press('menuitem', 'Remove from the room');
  await host.sees('button', 'Remove');
  await album.shoot(host, 'remove');
  await host.press('button', 'Cancel');
  await host.press('button', 'Room menu');
  await host.sees('menuitem', 'Help and shortcuts');
  await album.shoot(host, 'room-menu');
  await host.press('menuitem', 'Help and shortcuts');
  await host.seesText('How a room works');
  await album.shoot(host, 'help');
  await host.press('button', 'Close');
  await host.press('button', 'Room menu');
  await host.press('menuitem', 'End the room for everyone');
  await host.sees('button', 'End the room');
  await album.shoot(host, 'end');
  await host.press('button', 'Cancel');

  await host.page.setViewportSize({ width: 390, height: 844 });
  await host.press('button', '2 wait. Show who is at the door and in line');
  await host.sees('button', 'Invite Ada Brandt to the stage');
  await album.shoot(host, 'hands');
  await host.press('button', 'Lower the hand of Ada Brandt');
  await host.press('button', 'Close');
  await host.page.setViewportSize({ width: 1280, height: 800 });

  await listener.sees('button', 'Raise hand to ask for the stage');
  await host.choose('Ada Brandt', 'Invite to the stage');
  await listener.sees('button', 'Go on stage');
  await album.shoot(listener, 'invited');
  await listener.press('button', 'Not now');

  await host.press('button', 'Room menu');
  await host.press('menuitem', 'Freeze the stage', 'start');
  await host.seesText('Stage frozen');
  await album.shoot(host, 'frozen', () => saysNothing(host));
}, 180_000);

test('a room that asks', async () => {
  const host = await stage.person('Maren Holt', { tone: 330 });
  const link = await host.startRoom(stage.server.url, 'Book club', 'I let people in');
  const guest = await stage.person('Oskar Lind');
  await guest.knock(link);
  await guest.seesHeading('You knocked');
  await album.shoot(guest, 'knocking');
  await host.sees('button', 'Let Oskar Lind in');
  await saysNothing(host);
  await album.shoot(host, 'knock');
  await host.press('button', 'Let Oskar Lind in');
  await guest.hears(330);
});

/** The passing words have passed, so that pictures show the room alone. */
async function saysNothing(person: ChromiumPerson): Promise<void> {
  await expect.poll(() => person.page.getByTestId('own-news').textContent(), { timeout: 15_000 }).toBe('');
}

test('every screen of this kind was reached and has its pictures', () => {
  expect(album.missing()).toEqual([]);
});

test('the page of screens lists them all, once each', () => {
  const { is, shouldBe } = screensPage();
  expect(is).toBe(shouldBe);
  expect(new Set(SCREENS.map(({ name }) => name)).size).toBe(SCREENS.length);
});
