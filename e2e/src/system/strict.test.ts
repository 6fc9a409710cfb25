import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ontoStage } from './onto-stage.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
});

async function come(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({ server: server.url, name: 'Somebody', ...options });
  open.push(participant);
  await participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
  return participant;
}

async function hears(participant: NodeParticipant, hertz: number): Promise<void> {
  const deadline = performance.now() + 12_000;
  while (participant.hear(hertz) < 0.15) {
    if (performance.now() > deadline) throw new Error(JSON.stringify(participant.stats));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a strict room: two on stage hear each other, every frame signed, also after the relay was killed', async () => {
  const host = await come({ strict: true, policy: 'link', tone: 440 });
  const guest = await come({ link: host.room.link, tone: 1_000 });
  expect([host.room.view.strict, guest.room.view.strict]).toEqual([true, true]);
  await hears(guest, 440);
  await guest.until(({ stage }) => stage.some(({ verified }) => verified === 'verified'));
  await ontoStage(host, guest);
  await hears(host, 1_000);
  for (const { stats } of [host, guest]) {
    const { forged, size, unauthentic, unproven } = stats.dropped;
    expect({ forged, size, unauthentic, unproven }).toEqual({});
  }

  const relay = server.relays.relays[0] as (typeof server.relays.relays)[number] & { readonly pid: number };
  process.kill(relay.pid, 'SIGKILL');
  await guest.until(({ phase }) => phase.is === 'live' && phase.media !== 'connected');
  await guest.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
  await hears(guest, 440);
  await hears(host, 1_000);
});
