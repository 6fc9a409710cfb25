import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeRelayPool } from '@stoa/relay';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDeploymentKey } from '../src/deployment-key.ts';
import { createProcess, type RunningProcess } from '../src/index.ts';
import type { ServerLog } from '../src/log.ts';

let nats: TestNats;
const processes: RunningProcess[] = [];
beforeAll(async () => {
  nats = await startNats({ store: await mkdtemp(join(tmpdir(), 'stoa-nats-')) });
});
afterAll(async () => {
  for (const each of processes.splice(0).reverse()) await each.stop();
  await nats.stop();
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function start(host: string, role: 'control' | 'relay', key = freshDeploymentKey()) {
  const refusals: string[] = [];
  const say = (line: object, text = '') => {
    if ('event' in line && line.event === 'relayHostRefused') refusals.push(text);
  };
  const log: ServerLog = { info: say, warn: say, error: say };
  const fleet = { access: () => ({ servers: [nats.url] }), host };
  const relays = createFakeRelayPool();
  const running = await createProcess({ port: 0, key, relays, fleet, roles: [role], log });
  processes.push(running);
  return { running, refusals, relays };
}

test('N10 a host of relays with another deployment.key is not used, and both sides say why, once', async () => {
  const key = freshDeploymentKey();
  const control = await start('home', 'control', key);
  const stranger = await start('fra-1', 'relay');
  await until(() => stranger.refusals.length > 0);
  const ours = await start('nyc-1', 'relay', key);
  await until(() => control.running.relays!.relays.length > 0);
  // Some more words of each.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(control.running.relays!.relays.map(({ isUp, link }) => [isUp, link])).toEqual([
    [true, ours.relays.relays[0]!.link],
  ]);
  expect(control.refusals).toEqual([expect.stringContaining('another deployment.key')]);
  expect(stranger.refusals).toEqual([expect.stringContaining('Copy theirs into its data folder')]);
  expect(ours.refusals).toEqual([]);
});
