// How quickly somebody who has never been here hears people, and is heard. Taps are counted by the page; typing a name is none.
import { expect, test } from 'vitest';
import { type ChromiumPerson, givePasskeys, PATIENCE, signUp, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1' } } });
const taps = (person: ChromiumPerson) => person.page.evaluate('stoaStage.taps.length');
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

async function hostARoom(handle: string, title: string): Promise<ChromiumPerson> {
  const host = await stage.person('Maren Holt', { tone: 330 });
  await signUp(host, stage.server.url, handle);
  await host.page.getByRole('link', { name: 'Start a room' }).first().click({ timeout: PATIENCE });
  await host.fill('What is it about?', title);
  await host.press('button', 'Start a room');
  await host.seesHeading(title);
  return host;
}

test('a visitor listens after one tap', async () => {
  await hostARoom('maren1', 'Morning news');
  const visitor = await stage.person('Guest', { tone: 0, ...phone });
  await visitor.open(stage.server.url);
  await visitor.press('button', 'Listen to Morning news');
  await visitor.hears(330);
  expect(await taps(visitor)).toBe(1);
}, 90_000);

test('by a link one listens after two taps, with the one that opened it, and is on stage after three', async () => {
  const host = await stage.person('Maren Holt', { tone: 330 });
  const link = await host.startRoom(stage.server.url, 'Tea', 'Anyone with the link');
  const visitor = await stage.person('Ada Brandt', { tone: 700, ...phone });
  await visitor.open(link);
  await visitor.fill('Your name in the room', 'Ada Brandt');
  await visitor.press('button', 'Join and listen');
  await visitor.hears(330);
  const opening = 1;
  expect(opening + Number(await taps(visitor))).toBe(2);
  await visitor.raiseHand();
  await host.inviteHand('Ada Brandt');
  await host.hears(700);
  expect(opening + Number(await taps(visitor))).toBe(3);
}, 90_000);

test('with a new account one is on stage after four taps', async () => {
  const host = await hostARoom('maren2', 'Open stage');
  const visitor = await stage.person('Cleo Sand', { tone: 700, ...phone });
  await givePasskeys(visitor);
  await visitor.open(stage.server.url);
  await visitor.page.getByRole('link', { name: 'Create an account' }).click({ timeout: PATIENCE });
  await visitor.fill('Your name', 'Cleo Sand');
  await visitor.fill('Your handle', 'cleosand');
  await visitor.press('button', 'Create my passkey');
  await visitor.press('button', 'Listen to Open stage');
  await visitor.hears(330);
  await visitor.raiseHand();
  await host.inviteHand('Cleo Sand');
  await host.hears(700);
  expect(await taps(visitor)).toBe(4);
}, 90_000);

test('on a slow line the shape of a page comes first, then what is in it', async () => {
  const visitor = await stage.person('Ada Brandt', phone);
  await signUp(visitor, stage.server.url, 'adabrandt');
  const line = await visitor.page.context().newCDPSession(visitor.page);
  await line.send('Network.enable');
  // About what a phone has in a train.
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 600,
    downloadThroughput: 40_000,
    uploadThroughput: 20_000,
  });
  await visitor.page.getByRole('link', { name: 'Clubs' }).first().click({ timeout: PATIENCE });
  await visitor.seesHeading('Clubs');
  const onItsWay = visitor.page.getByRole('status', { name: 'Loading…' });
  await onItsWay.first().waitFor({ timeout: PATIENCE });
  await visitor.seesText('You are in no club yet.');
  await visitor.seesText('No club was found.');
  expect(await onItsWay.count()).toBe(0);
}, 90_000);
