// Networks that let no UDP out: everybody still hears, through TURN on the port of the page itself. The server is outside
// of the browsers' namespace, whose firewall is the network's.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { isLong } from '../rig/config.ts';
import { type Firefox, launchFirefox } from '../rig/firefox.ts';
import { programPath } from '../rig/programs.ts';
import { chromiumPerson, eventually, firefoxPerson, type Person, useOutside } from '../stage/index.ts';

const outside = useOutside();
let chromium: Browser;
let firefox: Firefox;
const people: Person[] = [];

beforeAll(async () => {
  const { network: namespace, chromiumArgs: args } = outside;
  [chromium, firefox] = await Promise.all([
    launchChromium({ namespace, args }),
    launchFirefox({ namespace, anyCertificate: true }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([firefox?.close(), chromium?.close()]);
}, 60_000);

const nft = (...words: string[]) => outside.network.run(programPath('nft'), words);
beforeEach(() => {
  nft('add', 'table', 'inet', 'walls');
  nft('add', 'chain', 'inet', 'walls', 'out', '{ type filter hook output priority 0; }');
});
afterEach(async () => {
  nft('delete', 'table', 'inet', 'walls');
  for (const person of people.splice(0)) await person.page.close();
});
const dropUdp = () => nft('add', 'rule', 'inet', 'walls', 'out', 'meta', 'l4proto', 'udp', 'counter', 'drop');

async function chrome(name: string): Promise<Person> {
  const person = await chromiumPerson(chromium, name, { tone: 0, ignoreHTTPSErrors: true });
  people.push(person);
  return person;
}
async function fox(name: string): Promise<Person> {
  const person = await firefoxPerson(firefox, name);
  people.push(person);
  return person;
}

/** From the tap to the first sound, by this person's own clock. */
async function joinsAndHears(person: Person, link: string, hz: number): Promise<number> {
  await person.open(link);
  await person.watchesSound();
  await person.fill('Your name in the room', person.name);
  await person.press('button', 'Join and listen');
  await person.hears(hz);
  // Sound is written down a moment after it is heard.
  const [first] = await eventually(
    'a first sound on the record',
    async () => (await person.turns()).find(([, loud]) => loud),
    () => person.turns(),
  );
  return Math.round(first - (await person.lastTap()));
}

const turned = { kind: 'relay', relayProtocol: 'tls' };

test.each([
  ['Chromium', 'Firefox', chrome, fox],
  ['Firefox', 'Chromium', fox, chrome],
])('UDP dropped: started in %s, heard in %s, and back', async (_, engine, makeHost, makeGuest) => {
  dropUdp();
  const host = await makeHost('Maren');
  const link = await host.startRoom(outside.page, 'Through the wall');
  await host.speak(440);
  const guest = await makeGuest('Leila');
  const ms = await joinsAndHears(guest, link, 440);
  expect(await guest.ways()).toMatchObject([turned]);
  expect(await host.ways()).toMatchObject([turned]);
  await host.choose(guest.name, 'Invite to the stage');
  await guest.accept();
  await guest.speak(800);
  await host.hears(800);
  // Known now: nobody waits for UDP again.
  const again: number[] = [];
  for (let i = 0; i < (isLong() ? 3 : 2); i++) {
    await guest.leave();
    again.push(await joinsAndHears(guest, link, 440));
  }
  console.log(
    `UDP dropped, ${engine}: first sound ${ms} ms after the tap, then ${again.join(', ')} ms; over TURN/TLS`,
  );
  expect(ms).toBeLessThan(6_000);
  expect(Math.min(...again)).toBeLessThan(ms);
});

test('UDP goes through: no connection is given a TURN server', async () => {
  const host = await chrome('Maren');
  const link = await host.startRoom(outside.page, 'In the open');
  await host.speak(440);
  for (const guest of [await chrome('Tomasz'), await fox('Leila')]) {
    const ms = await joinsAndHears(guest, link, 440);
    expect((await guest.ways()).map(({ kind }) => kind)).not.toContain('relay');
    expect(await guest.turnServers()).toBe(0);
    console.log(`UDP through: ${guest.name} heard ${ms} ms after the tap`);
  }
});

test('UDP is dropped in the middle of a conversation: the sound comes back by itself', async () => {
  const host = await chrome('Maren');
  const link = await host.startRoom(outside.page, 'Suddenly');
  await host.speak(440);
  const guest = await chrome('Tomasz');
  await joinsAndHears(guest, link, 440);
  const begun = performance.timeOrigin + performance.now();
  dropUdp();
  await guest.hearsNothing();
  await guest.hears(440);
  const [back] = (await guest.turns()).filter(([at, loud]) => loud && at > begun).slice(-1);
  await eventually('the way through TURN', async () =>
    (await guest.ways()).some(({ kind }) => kind === 'relay'),
  );
  console.log(`UDP dropped meanwhile: sound back after ${Math.round((back?.[0] ?? 0) - begun)} ms`);
});
