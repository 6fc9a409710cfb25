import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NodeParticipant } from '@stoa/client/node';
import type { RoomHandle } from '@stoa/protocol';
import { hallway, rooms } from '@stoa/protocol/social';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Daemon, startDaemon } from '../hosts/daemon.ts';
import { type Postgres, startPostgres } from '../hosts/postgres.ts';
import { dataFolder, type Stoa, startStoa } from '../hosts/stoa.ts';
import { childEnvironment } from '../rig/config.ts';
import { freeTcpPort } from '../rig/ports.ts';
import { programPath } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Member, signUpAt } from './member.ts';

// A whole fleet as an operator sets it up: each role a process, credentials of the broker for each, PostgreSQL, and the Caddyfile
// of the documents in front.

const root = resolve(import.meta.dirname, '../../..');
const data = dataFolder();
const daemons: Daemon[] = [];
const started = <D extends Daemon>(daemon: D): D => {
  daemons.push(daemon);
  return daemon;
};
let database: Postgres;
let url = '';
const controls: Stoa[] = [];
const relays: Stoa[] = [];
let social: Stoa;

/** As the operator runs it; the configuration is the one that Stoa wrote. */
async function startNats(): Promise<{ readonly daemon: Daemon; readonly url: string }> {
  const address = `127.0.0.1:${await freeTcpPort()}`;
  const machines = ['fra-1=relay', 'nyc-1=relay', 'one=control', 'two=control', 'app=social,web'];
  const text = execFileSync(
    process.execPath,
    [
      join(root, 'apps/server/bin/stoa.mjs'),
      'admin',
      'nats-config',
      ...machines,
      '--listen',
      address,
      '--store',
      temporaryFolder('nats'),
    ],
    { env: childEnvironment({ STOA_DATA: data }), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const file = join(temporaryFolder('nats-config'), 'nats.conf');
  writeFileSync(file, text);
  const program = programPath('nats-server');
  return {
    daemon: await startDaemon({ program, args: ['-c', file], ready: /Server is ready/ }),
    url: `nats://${address}`,
  };
}

beforeAll(async () => {
  const front = await freeTcpPort();
  url = `http://localhost:${front}`;
  const broker = await startNats();
  started(broker.daemon);
  database = started(await startPostgres());
  const role = async (name: string, does: string, env: Record<string, string> = {}) =>
    started(
      await startStoa({
        data,
        role: does,
        env: {
          NATS_URL: broker.url,
          NATS_CREDS: join(data, 'nats', `${name}.creds`),
          STOA_NODE_HOST: name,
          STOA_PUBLIC_URL: url,
          STOA_TRUST_PROXY: '1',
          STOA_SPREAD_AFTER: '0',
          STOA_ACCOUNTS: '1',
          STOA_SIGN_UPS_PER_ADDRESS: '1000',
          ...env,
        },
      }),
    );
  controls.push(await role('one', 'control'));
  social = await role('app', 'social', { DATABASE_URL: database.url });
  controls.push(await role('two', 'control'));
  const web = await role('app', 'web');
  relays.push(await role('fra-1', 'relay'), await role('nyc-1', 'relay'));
  const at = (...all: Stoa[]) => all.map(({ port }) => `127.0.0.1:${port}`).join(' ');
  started(
    await startDaemon({
      program: programPath('caddy'),
      args: ['run', '--adapter', 'caddyfile', '--config', join(root, 'deploy/caddy/Caddyfile.fleet')],
      ready: /serving initial configuration/,
      env: {
        CADDY_SITE: url,
        CADDY_HTTP_PORT: String(front),
        CADDY_CONTROL: at(...controls),
        CADDY_SOCIAL: at(social),
        CADDY_WEB: at(web),
        HOME: temporaryFolder('caddy'),
      },
    }),
  );
  await soon(async () => (await fetch(`${url}/api/directory`)).ok);
}, 120_000);
afterAll(async () => {
  for (const each of daemons.reverse()) await each.kill();
});

const here: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(here.splice(0).map((participant) => participant.close()));
});

async function soon(fits: () => Promise<boolean> | boolean, patienceMs = 20_000): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await fits())) {
    if (performance.now() > until) throw new Error('it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let count = 0;
const member = () => signUpAt(url, `fleet${count++}`, 'Ada', here);
const finds = async (who: Member, room: RoomHandle) => {
  const taste = { topics: [], languages: [] };
  const feed = await who.call(hallway.feed, { taste, limit: 50, skip: 0 });
  return feed.rooms.find((card) => card.room.equals(room));
};
const live = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 40_000);
const hears = (participant: NodeParticipant, hertz: number) =>
  soon(() => participant.hear(hertz) >= 0.15, 30_000);
/** What an ear keeps is older than this afterwards. */
const silence = () => new Promise((resolve) => setTimeout(resolve, 600));

test('roles of five machines are one place: accounts, a room in the hallway, sound over two hosts of relays', async () => {
  expect((await fetch(`${url}/`)).headers.get('content-security-policy')).toContain("default-src 'none'");
  const [ada, grace, alan] = [await member(), await member(), await member()];
  const { participant, room, link } = await ada.opens({}, { tone: 440, ear: 'sound' });
  await live(participant);
  const [first, second] = [
    await grace.joins(link, { ear: 'sound' }),
    await alan.joins(link, { ear: 'sound' }),
  ];
  await soon(async () => (await finds(grace, room))?.people === 3);
  await Promise.all([first, second].map(live));
  await Promise.all([first, second].map((each) => hears(each, 440)));
  const busy = relays.map((relay) => relay.relayPids().length);
  expect(busy).toEqual([1, 1]);
  // A word of the social app reaches the control that has the room, whichever it is.
  await ada.call(rooms.end, { room });
  for (const each of [participant, first, second]) await each.until(({ phase }) => phase.is === 'closed');
  await soon(async () => (await finds(grace, room)) === undefined);
}, 120_000);

test('guests come in where the social app says so, and nowhere else', async () => {
  const ada = await member();
  const open = await ada.opens({ guests: true });
  const shut = await ada.try(rooms.end, { room: open.room });
  expect(shut.ok).toBe(true);
  const next = await ada.opens({ guests: false });
  const answer = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ room: next.room.reveal(), keyHash: 'A'.repeat(43) }),
  });
  expect(answer.status).toBe(404);
}, 60_000);

test('kill -9 of the control that has the room: it goes on at the other one, sound all the while, and stays in the hallway', async () => {
  const [ada, grace] = [await member(), await member()];
  const { participant, room, link } = await ada.opens({}, { tone: 440, ear: 'sound' });
  await live(participant);
  const guest = await grace.joins(link, { ear: 'sound' });
  await live(guest);
  await hears(guest, 440);
  await soon(async () => (await finds(grace, room))?.people === 2);
  const began = (each: Stoa) => each.said.split('"eraBegan"').length;
  const owner = began(controls[0]!) >= began(controls[1]!) ? controls[0]! : controls[1]!;
  await owner.kill();
  await silence();
  await hears(guest, 440);
  await Promise.all([participant, guest].map(live));
  expect(participant.room.view.stage).toHaveLength(1);
  await hears(guest, 440);
  const alan = await member();
  const third = await alan.joins(link, { ear: 'sound' });
  await live(third);
  await hears(third, 440);
  await soon(async () => (await finds(grace, room))?.people === 3);
  await owner.restart();
  await ada.call(rooms.end, { room });
  for (const each of [participant, guest, third]) await each.until(({ phase }) => phase.is === 'closed');
}, 150_000);

test('kill -9 of a host of relays: everybody hears again, at the other one', async () => {
  const [ada, grace, alan] = [await member(), await member(), await member()];
  const { participant, link } = await ada.opens({}, { tone: 440, ear: 'sound' });
  await live(participant);
  const others = [await grace.joins(link, { ear: 'sound' }), await alan.joins(link, { ear: 'sound' })];
  await Promise.all(others.map(live));
  await Promise.all(others.map((each) => hears(each, 440)));
  await relays[0]!.kill();
  await silence();
  await Promise.all(others.map((each) => hears(each, 440)));
  await relays[0]!.restart();
}, 120_000);

test('a host of relays that is told to end lets its people go first, and ends with 0', async () => {
  const [ada, grace, alan] = [await member(), await member(), await member()];
  const { participant, link } = await ada.opens({}, { tone: 440, ear: 'sound' });
  await live(participant);
  const others = [await grace.joins(link, { ear: 'sound' }), await alan.joins(link, { ear: 'sound' })];
  await Promise.all([participant, ...others].map(live));
  for (const relay of relays) {
    await soon(async () => (await fetch(`${relay.url}/healthz`)).ok);
    const since = performance.now();
    expect(await relay.end('SIGTERM')).toBe(0);
    expect(performance.now() - since).toBeLessThan(45_000);
    await silence();
    await Promise.all(others.map((each) => hears(each, 440)));
    await relay.restart();
  }
}, 150_000);
