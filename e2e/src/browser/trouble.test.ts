import { afterEach, expect, test } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { createNamespace } from '../rig/namespace.ts';
import { blockPlayback } from '../rig/tone.ts';
import { chromiumPerson, openAlbum, startServer, useStage } from '../stage/index.ts';

const stage = useStage();
const album = openAlbum('trouble');
const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function openRoom() {
  const host = await stage.person('Maren', { tone: 440 });
  return { host, link: await host.startRoom(stage.server.url, 'Sunday coffee') };
}

test('a closed tab: the person disappears from the room', async () => {
  const { host, link } = await openRoom();
  const guest = await stage.person('Tomasz');
  await guest.join(link);
  await host.seesPerson('Tomasz');
  await guest.page.close({ runBeforeUnload: false });
  await host.seesNobodyCalled('Tomasz', 5000);
  await host.seesCanHear(1);
});

test('lost network: back by itself, on the same seat after a short while, on a new one after a long one', async () => {
  const namespace = createNamespace();
  toClose.push(() => namespace.close());
  const server = await startServer({ env: { HOST: '0.0.0.0' } });
  toClose.push(() => server.close());
  const outside = `http://${namespace.hostAddress}:${server.port}`;
  const far = await launchChromium({
    namespace,
    args: [`--unsafely-treat-insecure-origin-as-secure=${outside}`],
  });
  toClose.push(() => far.close());
  const link = (down: boolean) => {
    namespace.run('ip', ['link', 'set', namespace.device, down ? 'down' : 'up']);
    // Going down took the way out with it.
    if (!down) namespace.run('ip', ['route', 'replace', 'default', 'via', namespace.hostAddress]);
  };

  const host = await stage.person('Maren', { tone: 440 });
  const invite = await host.startRoom(server.url, 'Sunday coffee');
  const guest = await chromiumPerson(far, 'Tomasz', { tone: 700 });
  await guest.join(invite.replace(server.url, outside));
  await guest.hears(440);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.accept();
  await host.hears(700);

  // Until the page has noticed and the others see it: still on stage afterwards.
  link(true);
  await host.hearsNothing();
  await guest.seesText('The connection was lost.');
  await host.seesPerson('Tomasz', 'away');
  await album.shoot(guest, 'reconnecting');
  const short = Date.now();
  link(false);
  await guest.seesNoText('The connection was lost.');
  await guest.hears(440);
  console.log(`back after a short loss of the network: ${Date.now() - short} ms`);
  await host.hears(700);

  // Until the seat is given up: back as a listener.
  link(true);
  await host.seesNobodyCalled('Tomasz', 40_000);
  const long = Date.now();
  link(false);
  await guest.hears(440, 40_000);
  console.log(`back after a long loss of the network: ${Date.now() - long} ms`);
  await guest.sees('button', 'Raise hand to ask for the stage');
  await host.hearsNothing();
  await host.seesCanHear(2);
}, 180_000);

test('on the way in', async () => {
  const { link } = await openRoom();
  const guest = await stage.person('Tomasz');
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await guest.page.route('**/api/tokens', async (route) => {
    await held;
    await route.continue();
  });
  await guest.knock(link);
  await guest.seesHeading('Coming in…');
  await album.shoot(guest, 'connecting');
  goOn();
  await guest.hears(440);
});

test('blocked autoplay: a tap to listen, and then there is sound', async () => {
  const { link } = await openRoom();
  const guest = await stage.person('Tomasz');
  await blockPlayback(guest.page);
  // A page that the browser has restored has its room, but no gesture of the person yet.
  await guest.open(link);
  await guest.fill('Your name in the room', 'Tomasz');
  await guest.page.evaluate(`document.querySelector('form').requestSubmit()`);
  await guest.isIn();
  await guest.sees('button', 'Tap to listen');
  await guest.hearsNothing();
  await album.shoot(guest, 'tap-to-listen');
  await guest.press('button', 'Tap to listen');
  await guest.hears(440);
  await guest.seesNoText('Tap to listen');
});

test('a denied microphone: stays a listener, and hears on', async () => {
  const { host, link } = await openRoom();
  const denying = await launchChromium({ microphone: 'denied' });
  toClose.push(() => denying.close());
  const guest = await chromiumPerson(denying, 'Tomasz', { tone: 700 });
  await guest.join(link);
  await guest.hears(440);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.accept();
  await guest.seesText('The microphone is not allowed');
  await guest.seesText('You stay in the room and hear everything.');
  await album.shoot(guest, 'microphone-denied');
  await guest.press('button', 'Keep listening');
  await guest.sees('button', 'Raise hand to ask for the stage');
  await guest.hears(440);
  await host.hearsNothing();
});

test('a missing microphone: plugged in, tried again, heard', async () => {
  const { host, link } = await openRoom();
  const guest = await stage.person('Tomasz', { tone: 700 });
  await guest.page.addInitScript(`{
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.plugIn = () => { plugged = true; };
    let plugged = false;
    navigator.mediaDevices.getUserMedia = (wanted) =>
      plugged ? real(wanted) : Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
  }`);
  await guest.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.accept();
  await guest.seesText('No microphone was found');
  await album.shoot(guest, 'microphone-missing');
  await guest.hears(440);
  await guest.page.evaluate('plugIn()');
  await guest.press('button', 'Try again');
  await host.hears(700);
});

test('every screen of this kind was reached and has its pictures', () => {
  expect(album.missing()).toEqual([]);
});
