import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { createProcess, freshDeploymentKey, type RunningProcess } from '@stoa/server';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, afterEach, beforeAll, test } from 'vitest';

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

const relays = { count: 1, address: '127.0.0.1', port: 0 };
async function everything(): Promise<RunningProcess> {
  const key = freshDeploymentKey();
  const fleet = { access: () => ({ servers: [nats.url] }), host: 'solo' };
  const started = await createProcess({ port: 0, key, relays, fleet });
  processes.push(started);
  return started;
}
/** Until then others might still believe that it is not alone (`leaseRules.aloneAfterMs`). */
const aloneMs = 31_000;

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

test('a process that is everything keeps its own room going while the broker is away', async () => {
  const all = await everything();
  await until('its relay is seen', () => upAt(all) === 1);
  const host = await come(all, { policy: 'link', tone: 440 });
  const other = await come(all, { link: host.room.link });
  await hears(other, 440);
  await new Promise((resolve) => setTimeout(resolve, aloneMs));
  await nats.kill();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const late = await come(all, { link: host.room.link });
  await hears(late, 440);
  await nats.restart();
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const last = await come(all, { link: host.room.link });
  await Promise.all([other, late, last].map((each) => hears(each, 440)));
}, 120_000);
