import { expect, test } from 'vitest';
import { anotherTab, useStage } from '../stage/index.ts';

const stage = useStage();

test('a listener reloads the page: one tap, and the sound is back', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Long talk');
  const guest = await stage.person('Tomasz');
  await guest.join(link);
  await guest.hears(440);
  await guest.reload();
  await guest.seesHeading('You are invited to a room');
  // The name is remembered on the device.
  await guest.press('button', 'Join and listen');
  await guest.isIn();
  await guest.hears(440);
  await host.seesPerson('Tomasz');
  for (const person of [host, guest]) await person.seesCanHear(2);
});

test('the host reloads the page: another moderator keeps the room, and the host is back by a tap', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Long talk');
  const second = await stage.person('Tomasz', { tone: 700 });
  await second.join(link);
  const listener = await stage.person('Ines');
  await listener.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await second.accept();
  await host.hears(700);
  await host.choose('Tomasz', 'Make moderator');
  await second.seesText('You are a moderator now.');

  await host.reload();
  await host.seesHeading('You are invited to a room');
  await listener.hears(700);
  await listener.seesNobodyCalled('Maren');
  await host.press('button', 'Join and listen');
  await host.isIn();
  await host.hears(700);
  await second.choose('Maren', 'Invite to the stage');
  await host.accept();
  await second.hears(440);
  await listener.hears(440);
  await listener.seesCanHear(3);
});

test('the only moderator reloads the page: the speaker who is left keeps the room open for the host', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Long talk');
  const speaker = await stage.person('Tomasz', { tone: 700 });
  await speaker.join(link);
  const listener = await stage.person('Ines');
  await listener.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await speaker.accept();
  await host.hears(700);

  await host.reload();
  // At once: the room is just changing hands.
  await host.press('button', 'Join and listen');
  await host.isIn();
  await host.hears(700);
  await listener.hears(700);
  for (const person of [host, speaker, listener]) {
    await person.seesPerson('Tomasz', 'Moderator');
    await person.seesCanHear(3);
  }
});

test('the page of the only moderator crashes: who opens the link again at once gets in when the room has changed hands', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Long talk');
  const speaker = await stage.person('Tomasz', { tone: 700 });
  await speaker.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await speaker.accept();
  await host.hears(700);

  // Until the browser knows of the crash, a new tab may be given the process that is about to end.
  const crashed = host.page.waitForEvent('crash');
  await host.page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const again = await anotherTab(host);
  await again.knock(link);
  await again.seesHeading('One moment, at the door');
  // The seat of a page that went without a word is kept for a while, and with it the keys to the door.
  await again.seesHeading('Long talk', 40_000);
  await again.hears(700);
  await speaker.seesPerson('Tomasz', 'Moderator');
  await speaker.seesCanHear(2);
});

test('a second tab takes over from the first, and the first can take the room back', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Long talk');
  const first = await stage.person('Tomasz');
  await first.join(link);
  const second = await anotherTab(first);
  await second.join(link);
  await first.seesHeading('You are in this room somewhere else');
  await first.hearsNothing();
  await second.hears(440);
  await host.seesCanHear(2);

  await first.press('button', 'Use it here instead');
  await first.hears(440);
  await second.seesHeading('You are in this room somewhere else');
  await second.hearsNothing();
  await host.seesCanHear(2);
  expect(await second.shows()).toContain('the newest one stays');
});
