import { expect, test } from 'vitest';
import { anotherTab, type ChromiumPerson, openAlbum, useStage } from '../stage/index.ts';

const stage = useStage();
const album = openAlbum('closed');

/** A host who speaks at 440 Hz, and the link to the room. */
async function openRoom(policy?: Parameters<ChromiumPerson['startRoom']>[2]) {
  const host = await stage.person('Maren', { tone: 440 });
  return { host, link: await host.startRoom(stage.server.url, 'Sunday coffee', policy) };
}

async function standsBefore(person: ChromiumPerson, heading: string, picture: string): Promise<void> {
  await person.seesHeading(heading);
  await person.hearsNothing();
  await album.shoot(person, picture);
}

test('left, removed, replaced, ended: each has its own screen, and silence', async () => {
  const { host, link } = await openRoom();
  const [leaver, removed, twice] = [
    await stage.person('Tomasz'),
    await stage.person('Kofi'),
    await stage.person('Ines'),
  ];
  for (const person of [leaver, removed, twice]) await person.join(link);
  await leaver.hears(440);

  await leaver.leave();
  await standsBefore(leaver, 'You left quietly', 'closed-left');
  await host.seesNobodyCalled('Tomasz', 5000);
  await leaver.press('button', 'Come back');
  await leaver.hears(440);

  await host.remove('Kofi');
  await standsBefore(removed, 'You were removed from the room', 'closed-removed');

  await (await anotherTab(twice)).join(link);
  await standsBefore(twice, 'You are in this room somewhere else', 'closed-replaced');

  await host.endRoom();
  await standsBefore(leaver, 'The room has ended', 'closed-room-ended');
  await host.seesHeading('The room has ended');
  await leaver.press('button', 'Start a room');
  await leaver.seesHeading('A room to talk in. Nobody in between.');
});

test('links that lead nowhere', async () => {
  const { host, link } = await openRoom();
  const [path = '', fragment = ''] = link.split('#');
  const guest = await stage.person('Tomasz');

  await guest.open(path);
  await standsBefore(guest, 'A part of the link is missing', 'closed-secret-missing');

  await guest.knock(`${stage.server.url}/r/${'A'.repeat(22)}#${fragment}`);
  await standsBefore(guest, 'There is no such room', 'closed-room-not-found');

  await guest.knock(`${path}#${otherFirst(fragment)}`);
  await standsBefore(guest, 'This link does not fit the room', 'closed-wrong-link');

  const [keys = '', secret = ''] = fragment.split('.');
  await guest.knock(`${path}#${keys}.${otherFirst(secret)}`);
  await guest.seesHeading('This link does not fit the room');
  // Nobody of them came in.
  await host.seesCanHear(1);
});

/** The same text with another first character. */
const otherFirst = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

test('a room that asks: let in, or not', async () => {
  const { host, link } = await openRoom('I let people in');
  const guest = await stage.person('Tomasz');
  await guest.knock(link);
  await guest.seesHeading('You knocked');
  await host.press('button', 'Turn Tomasz away');
  await standsBefore(guest, 'You were not let in', 'closed-not-admitted');

  await guest.press('button', 'Knock again');
  await host.press('button', 'Let Tomasz in');
  await guest.hears(440);
});

test('what the server may say at the door', async () => {
  const { link } = await openRoom();
  const words = [
    ['roomFull', 'The room is full', 'closed-room-full'],
    ['nobodyAnswered', 'Nobody answered the door', 'closed-nobody-answered'],
    ['tokenRefused', 'Your ticket ran out', 'closed-ticket-refused'],
    ['offerRefused', 'The sound could not be connected', 'closed-sound-refused'],
    ['malformed', 'This page and the server disagree', 'closed-disagree'],
  ] as const;
  const guest = await stage.person('Tomasz');
  let says = '';
  // The real server says these only after thousands of guests, or of much waiting: here somebody says them for it.
  await guest.page.routeWebSocket(/\/signal$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(message));
    socket.onMessage(() => socket.send(JSON.stringify({ t: 'closed', code: says, retryInMs: 100 })));
  });
  for (const [code, heading, picture] of words) {
    says = code;
    await guest.knock(link);
    await standsBefore(guest, heading, picture);
  }
});

test('a browser that cannot encrypt is not let in, and told why', async () => {
  const { host, link } = await openRoom();
  const guest = await stage.person('Tomasz');
  await guest.page.addInitScript('delete window.RTCRtpScriptTransform');
  await guest.open(link);
  await guest.seesHeading('This browser cannot join safely');
  await guest.seesText('Access to the sound before it is sent, to encrypt it');
  await album.shoot(guest, 'closed-unsupported');
  await guest.open(stage.server.url);
  await guest.seesHeading('This browser cannot join safely');
  await host.seesCanHear(1);
});

// The last one that needs the server.
test('the server stops for good: the room waits, then says that it cannot be reached', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Sunday coffee');
  const guest = await stage.person('Tomasz');
  await guest.page.clock.install();
  await guest.join(link);
  await guest.hears(440);
  await stage.server.close();
  await guest.seesText('The connection was lost.');
  // Two minutes of trying in a moment; only this page's clock is wound.
  for (let wound = 0; wound < 14; wound++) await guest.page.clock.runFor(10_000);
  await standsBefore(guest, 'The server cannot be reached', 'closed-unreachable');
});

test('every screen of this kind was reached and has its pictures', () => {
  expect(album.missing()).toEqual([]);
});
