import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createNodeParticipant,
  type NodeParticipant,
  Pacer,
  type ParticipantOptions,
} from '@stoa/client/node';
import { createProcess, freshDeploymentKey, type RunningProcess } from '@stoa/server';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HeardFrames } from './heard-frames.ts';

let nats: TestNats;
const processes: RunningProcess[] = [];
const open: NodeParticipant[] = [];
const pacer = new Pacer();
beforeAll(async () => {
  nats = await startNats({ store: await mkdtemp(join(tmpdir(), 'stoa-nats-')) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
  for (const each of processes.splice(0)) await each.stop();
});
afterAll(async () => {
  await nats.stop();
});

const key = freshDeploymentKey();
async function start(host: string, role: 'control' | 'relay'): Promise<RunningProcess> {
  const relays = { count: 1, address: '127.0.0.1', port: 0 };
  const fleet = { access: () => ({ servers: [nats.url] }), host };
  const started = await createProcess({ port: 0, key, relays, fleet, roles: [role], spreadAfter: 0 });
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

async function come(server: RunningProcess, options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({
    server: server.url,
    name: 'Somebody',
    pacer,
    ...options,
  });
  open.push(participant);
  await participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);
  return participant;
}

test('the relays of one host of a fleet are replaced while people talk: they move to another host meanwhile, without a hole', async () => {
  const control = await start('one', 'control');
  const hosts = [await start('fra-1', 'relay'), await start('nyc-1', 'relay')];
  await until('both are seen', () => control.relays!.relays.filter((relay) => relay.isUp).length === 2);
  const host = await come(control, { policy: 'link', tone: 440 });
  const others: NodeParticipant[] = [];
  for (let i = 0; i < 3; i++) others.push(await come(control, { link: host.room.link }));
  await Promise.all(
    others.map((each) => until(`${JSON.stringify(each.stats)}`, () => each.hear(440) >= 0.15)),
  );
  const reconnecting: string[] = [];
  for (const one of [host, ...others])
    one.room.subscribe(() => {
      const { phase } = one.room.view;
      if (phase.is !== 'live' || phase.media !== 'connected') reconnecting.push(phase.is);
    });
  const counts = others.map((one) => new HeardFrames(one, [host]));
  const relays = hosts.map(({ relays }) => relays!.relays[0]! as unknown as { readonly pid: number });
  for (const [i, each] of hosts.entries()) {
    const pid = relays[i]!.pid;
    await each.renewRelays();
    expect(relays[i]!.pid).not.toBe(pid);
    await until('it is seen again', () => control.relays!.relays.every((it) => it.isUp && !it.draining));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(reconnecting).toEqual([]);
  for (const { missing } of counts) expect(missing).toBeLessThanOrEqual(3);
}, 120_000);
