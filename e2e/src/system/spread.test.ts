import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ontoStage } from './onto-stage.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({
    port: 0,
    relays: { count: 2, address: '127.0.0.1', port: 0 },
    spreadAfter: 0,
  });
});
afterAll(async () => {
  await server.stop();
});

const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
});

const live = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);

async function come(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({ server: server.url, name: 'Somebody', ...options });
  open.push(participant);
  await live(participant);
  return participant;
}

async function hears(participant: NodeParticipant, hertz: number): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (participant.hear(hertz) < 0.15) {
    if (performance.now() > deadline) throw new Error(JSON.stringify(participant.stats));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const pids = () => server.relays.relays.map((relay) => (relay as unknown as { pid: number }).pid);
/** Each of the two relays with what it has to carry, as it says itself. */
async function peersOf(): Promise<number[]> {
  return Promise.all(
    server.relays.relays.map(
      (relay) =>
        new Promise<number>((resolve) => {
          const stop = relay.onEvent((event) => {
            if (event.type !== 'pong') return;
            stop();
            resolve(event.load.peers);
          });
        }),
    ),
  );
}

test('one room over two relays: both ends talk and hear each other; a killed relay takes nobody out of it', async () => {
  const host = await come({ policy: 'link', tone: 440 });
  const others: NodeParticipant[] = [];
  for (let i = 0; i < 5; i++) others.push(await come({ link: host.room.link, tone: 1_000 }));
  expect(await peersOf()).toEqual([3, 3]);
  await Promise.all(others.map((other) => hears(other, 440)));

  // Who came second is at the other relay than the host.
  const guest = others[0]!;
  await ontoStage(host, guest);
  await hears(host, 1_000);
  await Promise.all(others.slice(1).map((other) => hears(other, 1_000)));
  await host.until(({ canHear, mismatch }) => canHear === 6 && mismatch === undefined, 30_000);

  process.kill(pids()[0]!, 'SIGKILL');
  // Longer than what an ear keeps: from here on only new sound counts.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await Promise.all([host, ...others].map(live));
  await Promise.all([hears(host, 1_000), ...others.map((other) => hears(other, 440))]);
  expect(host.room.view.stage).toHaveLength(2);
}, 90_000);
