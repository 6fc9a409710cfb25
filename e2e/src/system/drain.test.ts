import {
  createNodeParticipant,
  type NodeParticipant,
  Pacer,
  type ParticipantOptions,
} from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterEach, expect, test } from 'vitest';
import { HeardFrames } from './heard-frames.ts';
import { ontoStage } from './onto-stage.ts';

let server: RunningServer;
const open: NodeParticipant[] = [];
const pacer = new Pacer();
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
  await server.stop();
});

const live = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);

async function come(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({
    server: server.url,
    name: 'Somebody',
    pacer,
    ...options,
  });
  open.push(participant);
  await live(participant);
  return participant;
}

type Process = { readonly pid: number; renew(): Promise<void> };
const processes = () => server.relays.relays as unknown as readonly Process[];

async function twoRelays(spreadAfter?: number): Promise<void> {
  server = await createServer({
    port: 0,
    relays: { count: 2, address: '127.0.0.1', port: 0 },
    ...(spreadAfter !== undefined && { spreadAfter }),
  });
}

async function hears(participant: NodeParticipant, hertz: number): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (participant.hear(hertz) < 0.15) {
    if (performance.now() > deadline) throw new Error(JSON.stringify(participant.stats));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('both relay processes are replaced while people talk: nobody is asked for anything, and no tone has a hole', async () => {
  await twoRelays(0);
  const host = await come({ policy: 'link', tone: 440 });
  const guest = await come({ link: host.room.link, tone: 1_000 });
  const listeners: NodeParticipant[] = [];
  for (let i = 0; i < 6; i++) listeners.push(await come({ link: host.room.link }));
  await ontoStage(host, guest);
  await Promise.all([hears(host, 1_000), hears(guest, 440), ...listeners.map((one) => hears(one, 1_000))]);
  await new Promise((resolve) => setTimeout(resolve, 500));

  const pids = processes().map(({ pid }) => pid);
  const reconnecting: string[] = [];
  for (const one of [host, guest, ...listeners])
    one.room.subscribe(() => {
      const { phase } = one.room.view;
      if (phase.is !== 'live' || phase.media !== 'connected') reconnecting.push(phase.is);
    });
  const counts = [host, guest, ...listeners].map((one) => new HeardFrames(one, [host, guest]));
  await server.relays.renew!();
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(processes().some(({ pid }) => pids.includes(pid))).toBe(false);
  expect(reconnecting).toEqual([]);
  // Two moves of every transport, and less than 60 ms is missing of any voice.
  for (const { missing } of counts) expect(missing).toBeLessThanOrEqual(3);
  expect(server.control.load).toMatchObject({ participants: 8, transports: 8 });
}, 120_000);
