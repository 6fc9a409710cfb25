import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { createProcess, type FleetSettings, freshDeploymentKey, type RunningProcess } from '@stoa/server';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

let nats: TestNats;
const processes: RunningProcess[] = [];
const open: NodeParticipant[] = [];
beforeAll(async () => {
  nats = await startNats({ store: await mkdtemp(join(tmpdir(), 'stoa-nats-')) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
  await Promise.all(processes.splice(0).map((each) => each.stop()));
});
afterAll(async () => {
  await nats.stop();
});

const key = freshDeploymentKey();
const fleetOf = (host: string): FleetSettings => ({
  access: () => ({ servers: [nats.url] }),
  host,
});
const relays = { count: 1, address: '127.0.0.1', port: 0 };
async function run(host: string, options: Parameters<typeof createProcess>[0]): Promise<RunningProcess> {
  const started = await createProcess({
    port: 0,
    key,
    relays,
    spreadAfter: 0,
    fleet: fleetOf(host),
    place: { host, region: 'here', jurisdiction: 'DE', operator: 'a.example' },
    ...options,
  });
  processes.push(started);
  return started;
}

async function until(what: string, holds: () => boolean, ms = 20_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const live = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);
async function come(server: RunningProcess, options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({ server: server.url, name: 'Somebody', ...options });
  open.push(participant);
  await live(participant);
  return participant;
}
const hears = (participant: NodeParticipant, hertz: number) =>
  until(`${hertz} Hz is heard: ${JSON.stringify(participant.stats)}`, () => participant.hear(hertz) >= 0.15);
const upAt = (control: RunningProcess) => control.relays!.relays.filter((relay) => relay.isUp).length;

test('one room over relays of two hosts: both ends hear each other, and a host that ends lets its people go first', async () => {
  const control = await run('home', { roles: ['control', 'web'] });
  expect((await fetch(`${control.url}/healthz`)).status).toBe(503);
  const first = await run('one', { roles: ['relay'] });
  await run('two', { roles: ['relay'] });
  await until('both hosts are seen', () => upAt(control) === 2);
  expect((await fetch(`${control.url}/healthz`)).status).toBe(200);

  const host = await come(control, { policy: 'link', tone: 440 });
  const others: NodeParticipant[] = [];
  for (let i = 0; i < 3; i++) others.push(await come(control, { link: host.room.link, tone: 1_000 }));
  await Promise.all(others.map((other) => hears(other, 440)));
  const guest = others[0]!;
  await guest.room.raiseHand();
  await host.until(({ hands }) => hands.people.length === 1);
  await host.room.invite(host.room.view.hands.people[0]!.leaf);
  await hears(host, 1_000);
  await Promise.all(others.slice(1).map((other) => hears(other, 1_000)));

  processes.splice(processes.indexOf(first), 1);
  await first.stop();
  expect(upAt(control)).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await Promise.all([host, ...others].map(live));
  await Promise.all([hears(host, 1_000), ...others.map((other) => hears(other, 440))]);
}, 90_000);

test('a process that is everything keeps its own room going while the broker is away', async () => {
  const all = await run('solo', {});
  await until('its relay is seen', () => upAt(all) === 1);
  const host = await come(all, { policy: 'link', tone: 440 });
  const other = await come(all, { link: host.room.link });
  await hears(other, 440);
  await nats.kill();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const late = await come(all, { link: host.room.link });
  await hears(late, 440);
  await nats.restart();
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const last = await come(all, { link: host.room.link });
  await Promise.all([other, late, last].map((each) => hears(each, 440)));
}, 90_000);
