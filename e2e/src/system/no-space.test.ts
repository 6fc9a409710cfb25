import { createNodeParticipant, type NodeParticipant } from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterEach, expect, test } from 'vitest';

let server: RunningServer;
const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
  await server.stop();
});

test('every relay is full: who comes is told so with a time to come back, and comes in by itself when there is space; those inside notice nothing', async () => {
  server = await createServer({
    port: 0,
    relays: { count: 2, address: '127.0.0.1', port: 0 },
    budgets: { sockets: 100_000, rooms: 100_000, tokens: 100_000 },
  });
  /** What the relays say of themselves from now on. */
  const saying = (pressure: number) => {
    for (const relay of server.relays.relays)
      Object.defineProperty(relay, 'pressure', { value: pressure, configurable: true });
  };
  const come = async (link?: string) => {
    const participant = await createNodeParticipant({
      name: 'Somebody',
      ear: 'frames',
      server: server.url,
      ...(link === undefined ? {} : { link }),
    });
    open.push(participant);
    return participant;
  };
  const host = await come();
  await host.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);
  const before = host.room.view;
  saying(0.95);

  const began = performance.now();
  const guests = await Promise.all(Array.from({ length: 30 }, () => come(host.room.link)));
  const refused = await Promise.all(
    guests.map(async (guest) => {
      const { phase } = await guest.until((view) => view.phase.is === 'reconnecting');
      if (phase.is !== 'reconnecting') throw new Error('unreachable');
      return { full: phase.full, inMs: phase.nextTryAt - (performance.timeOrigin + performance.now()) };
    }),
  );
  // All thirty of them, with keys, tokens, sockets and challenges. What control itself needs is microseconds.
  expect(performance.now() - began).toBeLessThan(10_000);
  for (const { full, inMs } of refused) {
    expect(full).toBe(true);
    expect(inMs).toBeGreaterThan(2_000);
  }
  expect(new Set(refused.map(({ inMs }) => Math.round(inMs / 100))).size).toBeGreaterThan(5);
  expect(server.control.load).toMatchObject({ participants: 1, waiting: 0 });
  expect(host.room.view.phase).toEqual(before.phase);

  saying(0.1);
  await Promise.all(guests.map((guest) => guest.until(({ phase }) => phase.is === 'live', 30_000)));
  expect(server.control.load.participants).toBe(31);
}, 90_000);
