// The checks can fail: the program is changed so that it breaks a promise, and the right check must say so.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPerson, firefoxPerson, type Person } from '../stage/index.ts';
import { buildApp } from './bundle.ts';
import { examine } from './examine.ts';
import { type Check, type Finding, openingFindings } from './findings.ts';
import * as mutants from './mutants.ts';
import type { Edit } from './mutations.ts';
import { openScene, type Scene } from './scene.ts';
import type { TlsDoor } from './tls-door.ts';

const TITLE = 'Über Mutanten 0c4f71';
const HOST_NAME = 'Renée Hübner 77ad';

const checksOf = (findings: readonly Finding[]): Check[] =>
  [...new Set(findings.map((one) => one.check))].sort();

async function speaks(person: Person): Promise<void> {
  for (const hz of [500, 0, 900, 0]) {
    await person.speak(hz);
    await sleep(350);
  }
}

/** One person opens a room and speaks in it, under the eyes of the observer. */
async function soloRun(scene: Scene, door: TlsDoor, host: Person, words = {}): Promise<Finding[]> {
  const capture = await scene.capture();
  const link = await host.startRoom(door.url, TITLE, 'Only with the secret link');
  await host.sees('button', 'Your microphone is on. Press to mute');
  await speaks(host);
  await host.page.close();
  const findings = await examine({
    scene,
    capture,
    doors: [door],
    link,
    words: { title: TITLE, name: HOST_NAME, ...words },
  });
  console.log(findings.map((one) => `${one.check}: ${one.says}`).join('\n') || 'nothing found');
  return findings;
}

describe('a changed client is found out', () => {
  let scene: Scene;
  let browser: Browser;
  const cases: [string, Edit[], Check[]][] = [
    ['one clear frame', mutants.oneClearFrame, ['payload size']],
    ['a negotiated header extension', mutants.audioLevelExtension, ['RTP header', 'payload size']],
    ['signaling without padding', mutants.withoutMessagePadding, ['message length']],
    ['a STUN server of somebody else', mutants.foreignStunServer, ['name looked up', 'stranger']],
  ];
  /** Built one after the other while people talk to each other in the one before. */
  const apps = new Map<Edit[], Promise<string>>();
  const appOf = (edits: Edit[]) => apps.get(edits)!;
  beforeAll(async () => {
    scene = await openScene();
    let last: Promise<unknown> = Promise.resolve();
    const wanted = [
      ...cases.map(([, edits]) => edits),
      mutants.withoutPadding,
      mutants.clearFramesOfFullSize,
    ];
    for (const edits of wanted) {
      const app = last.then(() => buildApp(edits));
      last = app.catch(() => undefined);
      apps.set(edits, app);
    }
    browser = await scene.chromium();
  });
  afterAll(() => scene?.close());

  const someone = () => chromiumPerson(browser, HOST_NAME, { tone: 0, ignoreHTTPSErrors: true });

  test('nothing is found in the program as it is', async () => {
    expect(await soloRun(scene, scene.door, await someone())).toEqual([]);
  });

  test.each(cases)('%s', async (_what, edits, checks) => {
    const door = await scene.openDoor(await appOf(edits));
    expect(checksOf(await soloRun(scene, door, await someone()))).toEqual(checks.toSorted());
  });

  test('dropped padding, in Firefox where Opus has many sizes and in Chromium where it has one', async () => {
    const door = await scene.openDoor(await appOf(mutants.withoutPadding));
    const inChromium = await soloRun(scene, door, await someone());
    expect(checksOf(inChromium)).toEqual(['payload size']);
    expect(inChromium[0]?.says).toMatch(/has sizes \d+$/);

    const firefox = await scene.firefox();
    const inFirefox = await soloRun(scene, door, await firefoxPerson(firefox, HOST_NAME, 0));
    expect(checksOf(inFirefox)).toEqual(['payload size']);
    expect(inFirefox[0]?.says).toMatch(/has sizes \d+, \d+/);
    await firefox.close();
  });

  test('clear sound of full size under a true header, which only a member and the relay can tell', async () => {
    const door = await scene.openDoor(await appOf(mutants.clearFramesOfFullSize));
    const host = await someone();
    const link = await host.startRoom(door.url, TITLE, 'Only with the secret link');
    const node = await scene.nodePerson('Knoten Ödön 51e8', link);
    await speaks(host);
    node.order('stats');
    const { stats } = (await node.said('stats')) as { stats: { dropped: Record<string, number> } };
    await host.page.close();
    await node.close();
    expect(checksOf(openingFindings(stats.dropped))).toEqual(['frame in clear']);
  });

  const inNode: [string, Edit[], Check[], RegExp][] = [
    ['the handle as ICE name', mutants.handleAsIceName, ['id on the wire'], /room handle as hex/],
    [
      'the handle in the RTP header',
      mutants.handleInRtpHeader,
      ['RTP header', 'id on the wire', 'payload size'],
      /room handle as bytes/,
    ],
    [
      'the name in a datagram',
      mutants.nameInDatagram,
      ['id on the wire', 'unknown datagram'],
      /name of the Node participant as UTF-16LE/,
    ],
  ];
  test.each(inNode)('%s of a Node participant', async (_what, edits, checks, says) => {
    const name = 'Knoten Ödön 51e8';
    const host = await someone();
    const capture = await scene.capture();
    const link = await host.startRoom(scene.door.url, TITLE, 'Only with the secret link');
    const node = await scene.nodePerson(name, link, edits);
    await host.choose(name, 'Invite to the stage');
    await node.said('speaker');
    node.order('speak 600');
    await sleep(700);
    await host.page.close();
    await node.close();
    const words = { title: TITLE, 'name of the host': HOST_NAME, 'name of the Node participant': name };
    const findings = await examine({ scene, capture, doors: [scene.door], link, words });
    console.log(findings.map((one) => `${one.check}: ${one.says}`).join('\n'));
    expect(checksOf(findings)).toEqual(checks.toSorted());
    expect(findings.map((one) => one.says).join('\n')).toMatch(says);
  });
});

test('a server that writes down names and handles, or does not pad, is found out', async () => {
  const server = [...mutants.cookiesInLog, ...mutants.handleOnDisk, ...mutants.withoutMessagePadding];
  const scene = await openScene({ server, app: mutants.nameInCookie });
  try {
    const browser = await scene.chromium();
    const host = await chromiumPerson(browser, HOST_NAME, { tone: 0, ignoreHTTPSErrors: true });
    const findings = await soloRun(scene, scene.door, host);
    expect(checksOf(findings)).toEqual(['disk', 'log', 'message length']);
    const says = (check: Check) => findings.filter((one) => one.check === check).map((one) => one.says);
    expect(says('log').join('\n')).toMatch(/name as percent-encoding/);
    expect(says('disk').join('\n')).toMatch(/room handle as bytes in rooms/);
    expect(says('message length').every((one) => one.endsWith('from the server'))).toBe(true);
  } finally {
    await scene.close();
  }
});
