// What an observer of the network learns from a live room, and what the server writes down. See README.md.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from '../rig/tone.ts';
import { chromiumPerson, firefoxPerson, type Person } from '../stage/index.ts';
import { canariesOf, examine, type Run } from './examine.ts';
import { type Check, type Finding, openingFindings, RTP_SIZES } from './findings.ts';
import { needlesOf } from './needles.ts';
import { type Datagram, flowsOf, readDatagrams } from './packets.ts';
import {
  type Activity,
  burstLeakOf,
  clientPorts,
  figuresOf,
  leakOf,
  mediaBetween,
  type Phase,
  type PhaseFigures,
  rateFindings,
} from './phases.ts';
import { openScene, type Scene } from './scene.ts';

const TITLE = 'Größenwahn & Käsekuchen 7d41e9';
const NAMES = {
  host: 'Maren Ölschläger 5ab2',
  fox: 'Zoë Фокс 91ce',
  ear: 'Listening Bjørk 44f0',
  node: 'Node Ωmega c3d8',
};
const WRITTEN = 'Grüße an Żółw & 黒 4be77a';
const PHASE_MILLIS = 2_500;

let scene: Scene;
let run: Run;
let findings: Finding[];
let datagrams: Datagram[];
let openedByNode: Record<string, number>;
const phases: Phase[] = [];
const bursts: [from: number, to: number][] = [];

const of = (check: Check) => findings.filter((one) => one.check === check).map((one) => one.says);
const now = () => (performance.timeOrigin + performance.now()) / 1000;

async function phase(who: string, activity: Activity, during: () => Promise<unknown>): Promise<void> {
  const from = now();
  await during();
  phases.push({ who, activity, from, to: now() });
}

/** Bursts as speech has them: 300 ms of sound, 200 ms of none. 0 Hz: as much ado of the test, and no sound. */
async function talks(person: Person, hz: number): Promise<void> {
  for (const until = performance.now() + PHASE_MILLIS; performance.now() < until; ) {
    await person.speak(hz);
    const from = now();
    await sleep(300);
    await person.speak(0);
    if (hz > 0) bursts.push([from, now()]);
    await sleep(200);
  }
}

beforeAll(async () => {
  scene = await openScene();
  const [chromium, firefox] = await Promise.all([scene.chromium(), scene.firefox()]);
  // As most listeners are: never asked for a microphone.
  const shyChromium = await scene.chromium('denied');
  const capture = await scene.capture();

  const host = await chromiumPerson(chromium, NAMES.host, { tone: 0, ignoreHTTPSErrors: true });
  const link = await host.startRoom(scene.door.url, TITLE, 'Only with the secret link');
  const fox = await firefoxPerson(firefox, NAMES.fox, 0);
  await fox.join(link);
  const ear = await chromiumPerson(shyChromium, NAMES.ear, { ignoreHTTPSErrors: true });
  await ear.join(link);
  const node = await scene.nodePerson(NAMES.node, link);
  await host.seesListeners(3);
  for (const { page } of [host, fox, ear]) expect(await evaluate(page, 'isSecureContext')).toBe(true);

  await phase('Chromium', 'speech', () => talks(host, 440));
  await phase('Chromium', 'silence', () => talks(host, 0));
  // What the times of two stretches of speech differ by is what this machine alone does to them.
  await phase('Chromium', 'speech again', () => talks(host, 440));
  await host.mute();
  await phase('Chromium', 'self mute', () => talks(host, 440));
  await host.unmute();

  await fox.raiseHand();
  await host.inviteHand(NAMES.fox);
  await fox.sees('button', 'Your microphone is on. Press to mute');
  await fox.speak(900);
  await host.hears(900);
  await ear.hears(900);
  await phase('Firefox', 'speech', () => talks(fox, 900));
  await phase('Firefox', 'silence', () => talks(fox, 0));
  await host.choose(NAMES.fox, 'Mute');
  await fox.sees('button', 'Muted. Press to unmute');
  await phase('Firefox', 'muted by moderator', () => talks(fox, 900));
  await fox.unmute();

  await host.choose(NAMES.node, 'Invite to the stage');
  await node.said('speaker');
  node.order('speak 700');
  await host.hears(700);
  await phase('Node', 'speech', () => sleep(2_000));
  node.order('speak 0');
  await phase('Node', 'silence', () => sleep(2_000));
  await host.choose(NAMES.fox, 'Move to the audience');
  await fox.sees('button', 'Raise hand to ask for the stage');
  await host.remove(NAMES.ear);
  await host.seesNobodyCalled(NAMES.ear);
  node.order(`say ${WRITTEN}`);
  expect(await node.said('wrote')).toMatchObject({ ok: true });
  expect(await node.said('read')).toMatchObject({ text: WRITTEN });
  node.order('stats');
  const { stats } = (await node.said('stats')) as { stats: { dropped: Record<string, number> } };
  openedByNode = stats.dropped;
  await host.endRoom();

  run = { scene, capture, doors: [scene.door], link, words: { ...NAMES, title: TITLE, written: WRITTEN } };
  findings = await examine(run);
  datagrams = readDatagrams(capture.file);
}, 240_000);
afterAll(() => scene?.close());

test('the capture holds the room, and the canaries are those of the whole run', () => {
  const kinds = new Set(datagrams.map((one) => one.kind));
  for (const kind of ['stun', 'dtls', 'rtp', 'rtcp'] as const) expect(kinds).toContain(kind);
  const canaries = canariesOf(run);
  const count = (what: string) => canaries.filter((one) => one.what === what).length;
  for (const one of ['token', 'cookie', "token's subject"]) expect([one, count(one)]).toEqual([one, 4]);
  // Those of four people, and the deployment's, by which they believe the list of its hosts.
  expect(count('key')).toBe(5);
  expect(count('room handle')).toBe(2);
  expect(count('link fragment')).toBeGreaterThan(1);
  expect(count('era')).toBe(1);
  console.log(
    `${canaries.length} canaries, ${needlesOf(canaries).length} needles, ${datagrams.length} datagrams`,
  );
});

test('not one id, name, title, handle or token is on the wire in any encoding', () => {
  expect(of('id on the wire')).toEqual([]);
});

test('what somebody wrote passes the server, and the server is not told what', () => {
  const passed = scene.door.passed.filter((one) => one.kind === 'message').map(({ text }) => text);
  expect(passed.filter((text) => text.includes('"was":"said"')).length).toBeGreaterThan(1);
  expect(passed.some((text) => text.includes('"t":"reacted"'))).toBe(true);
  expect(passed.filter((text) => text.includes(WRITTEN))).toEqual([]);
  const sealed = passed.flatMap((text) =>
    [...text.matchAll(/"bytes":"([\w-]+)"/g)].map(([, bytes = '']) => bytes),
  );
  expect(sealed.filter((bytes) => Buffer.from(bytes, 'base64url').includes(WRITTEN))).toEqual([]);
});

test('RTP has no extension, no padding and no contributing source', () => {
  expect(of('RTP header')).toEqual([]);
});

test('all media of one direction has one size, that of the frame format', () => {
  expect(of('payload size')).toEqual([]);
  const media = flowsOf(datagrams.filter((one) => one.kind === 'rtp'));
  // Up: host, fox, node. Down: to all four.
  expect(media.length).toBeGreaterThanOrEqual(7);
  for (const flow of media) expect(RTP_SIZES).toContain(flow.datagrams[0]?.payload.length);
});

test('people on stage send every frame, whatever they do', () => {
  const { relayPort } = scene.wire(run.capture);
  const ports = clientPorts(datagrams, relayPort, 'up');
  expect(ports).toHaveLength(3);
  const who = ['Chromium', 'Firefox', 'Node'];
  const uplink = (name: string) => mediaBetween(datagrams, ports[who.indexOf(name)] ?? 0, relayPort);
  const figures = phases.map((one) => figuresOf(uplink(one.who), one));
  print('up', figures);
  for (const quiet of phases.filter((one) => one.activity !== 'speech')) {
    const loud = phases.find((one) => one.who === quiet.who && one.activity === 'speech');
    if (!loud) throw new Error(`${quiet.who} has not spoken`);
    const { sizeBits, intervalBits, intervals } = leakOf(uplink(quiet.who), loud, quiet);
    expect(sizeBits).toBe(0);
    console.log(
      `${quiet.who}, speech against ${quiet.activity}: size ${sizeBits} bits a packet; interval ${intervalBits.toFixed(4)} bits, KS distance ${intervals.distance.toFixed(3)}, p ${intervals.p.toFixed(3)}`,
    );
  }
  for (const speech of phases.filter((one) => one.activity.startsWith('speech') && one.who !== 'Node')) {
    const { intervalBits, intervals } = burstLeakOf(uplink(speech.who), speech, bursts);
    console.log(
      `${speech.who}, bursts against pauses in ${speech.activity}: interval ${intervalBits.toFixed(4)} bits a packet, KS distance ${intervals.distance.toFixed(3)}, p ${intervals.p.toFixed(3)}`,
    );
  }
  expect(rateFindings(figures)).toEqual([]);
});

test('a listener is sent the same, whether somebody speaks or is silent', () => {
  const { relayPort } = scene.wire(run.capture);
  const onStage = clientPorts(datagrams, relayPort, 'up');
  const listeners = clientPorts(datagrams, relayPort, 'down').filter((port) => !onStage.includes(port));
  expect(listeners).toHaveLength(1);
  const downlink = mediaBetween(datagrams, relayPort, listeners[0] ?? 0);
  const figures = phases.map((one) => figuresOf(downlink, one));
  print('down to a listener', figures);
  const during = (who: string, ...activities: Activity[]) =>
    figures.filter((one) => one.who === who && activities.includes(one.activity));
  expect(rateFindings(during('Chromium', 'speech', 'silence', 'speech again', 'self mute'), 1)).toEqual([]);
  expect(rateFindings(during('Firefox', 'speech', 'silence'), 2)).toEqual([]);
  expect(rateFindings(during('Node', 'speech', 'silence'), 3)).toEqual([]);
});

test('nobody else is spoken to, and no name is looked up', () => {
  expect([...of('stranger'), ...of('name looked up'), ...of('unknown datagram')]).toEqual([]);
});

test('TLS names the host alone', () => {
  expect(of('server name')).toEqual([]);
});

test('signaling messages have lengths of whole steps', () => {
  expect(of('message length')).toEqual([]);
});

test('the server writes nothing of it down', () => {
  expect([...of('log'), ...of('disk')]).toEqual([]);
  expect(scene.server.said).toContain('eraBegan');
  expect(scene.dataFiles().length).toBeGreaterThan(0);
});

test('all that the relay forwards is sealed', () => {
  expect(openingFindings(openedByNode)).toEqual([]);
});

function print(way: string, figures: readonly PhaseFigures[]): void {
  const lines = figures.map(
    ({ who, activity, packets, perSecond, intervalMillis: i, longestMillis, withheld, sizes }) =>
      [
        `${way}, ${who} in ${activity}: ${packets} packets, ${perSecond.toFixed(1)}/s of ${sizes.join(' and ')} bytes`,
        `interval ${i.mean.toFixed(1)} ms, deviation ${i.deviation.toFixed(1)}, p95 ${i.p95.toFixed(1)}, longest ${longestMillis.toFixed(0)}; ${withheld.toFixed(1)} frames withheld`,
      ].join('; '),
  );
  console.log(lines.join('\n'));
}
