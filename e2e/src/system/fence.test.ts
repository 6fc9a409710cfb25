import { createSocket, type Socket } from 'node:dgram';
import { createNodeParticipant, directoryCall, freshPlaces, type NodeParticipant } from '@stoa/client/node';
import type { RelayEvent } from '@stoa/protocol';
import { type Fence, readFence } from '@stoa/protocol/fleet';
import { createRelayPool, type RelayHandle, type RelayPool } from '@stoa/relay';
import { createServer, type RunningServer } from '@stoa/server';
import { afterEach, expect, test } from 'vitest';

/** Rooms with a fence on a real server whose relays stand, by the signed directory, in two countries. */

const germany = { host: 'de', region: 'eu', jurisdiction: 'DE', operator: 'a.example' };
const america = { host: 'us', region: 'us', jurisdiction: 'US', operator: 'b.example' };
const only = (text: string): Fence => readFence(text)!;

type Spy = { readonly port: number; readonly packets: () => number; close(): void };

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Relays of several places in one pool, each on an address of its own. `mislead`: changes what control hears of a relay. */
function relaysAt(
  places: readonly (readonly [typeof germany, string])[],
  mislead: (event: RelayEvent) => RelayEvent = (event) => event,
): RelayPool {
  const pools = places.map(([place, address]) => {
    const pool = createRelayPool({ count: 1, bindAddress: address, firstPort: 0, place, log: () => {} });
    for (const relay of pool.relays) {
      Object.defineProperty(relay, 'addresses', { value: [address] });
      const listen = relay.onEvent;
      Object.defineProperty(relay, 'onEvent', {
        value: (listener: (event: RelayEvent) => void) => listen((event) => listener(mislead(event))),
      });
    }
    return pool;
  });
  return {
    relays: pools.flatMap((pool): readonly RelayHandle[] => pool.relays),
    start: async () => void (await Promise.all(pools.map((pool) => pool.start()))),
    stop: async () => void (await Promise.all(pools.map((pool) => pool.stop()))),
  };
}

async function serve(relays: RelayPool, place: typeof germany | undefined = germany): Promise<RunningServer> {
  const server = await createServer({ port: 0, relays, place });
  open.push(() => server.stop());
  return server;
}

/** Where nobody should send anything: counts what comes. */
async function spy(address: string): Promise<Spy> {
  const socket: Socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => packets++);
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  open.push(() => socket.close());
  return { port: socket.address().port, packets: () => packets, close: () => socket.close() };
}

async function come(
  server: RunningServer,
  about: Partial<Parameters<typeof createNodeParticipant>[0]> = {},
): Promise<NodeParticipant> {
  const url = server.url.replace('localhost', '127.0.0.1');
  const participant = await createNodeParticipant({
    ...{ server: url, name: 'Somebody', ear: 'frames', places: freshPlaces(url) },
    ...about,
  });
  open.push(() => participant.close());
  return participant;
}

const live = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 20_000);
const closing = async (participant: NodeParticipant) =>
  participant
    .until(({ phase }) => phase.is === 'live', 20_000)
    .then(
      () => 'live',
      () => {
        const { phase } = participant.room.view;
        return phase.is === 'closed' ? phase.why : phase.is;
      },
    );

test('a room fenced to DE is at the relay there, for everybody, and the receipt says exactly that', async () => {
  const relays = relaysAt([
    [america, '127.0.0.2'],
    [germany, '127.0.0.3'],
  ]);
  const server = await serve(relays);
  const host = await come(server, { fence: only('DE'), tone: 440 });
  await live(host);
  const guest = await come(server, { link: host.room.link, ear: 'sound' });
  await live(guest);
  expect(guest.room.view.fence).toEqual({
    room: { jurisdictions: { kind: 'only', names: ['DE'] } },
    own: {},
    directory: 'checked',
  });
  await expect.poll(() => guest.hear(440), { timeout: 10_000 }).toBeGreaterThan(0.05);
  const [us, de] = relays.relays;
  expect(us!.load?.peers ?? 0).toBe(0);
  await expect.poll(() => de!.load?.peers, { timeout: 5_000 }).toBe(2);
  await expect.poll(async () => (await guest.room.receipt()).lines.length).toBe(2);
  const receipt = await guest.room.receipt();
  expect(receipt).toMatchObject({ v: 1, outside: 0, fences: { room: 'DE', own: '*' } });
  expect(
    receipt.lines.map(({ address, port, transport, host }) => [
      address,
      port,
      transport,
      host?.kind,
      host?.id,
    ]),
  ).toEqual([
    ['127.0.0.1', server.port, 'tcp', 'app', 'de-app'],
    ['127.0.0.3', de!.port, 'udp', 'relay', 'de'],
  ]);
  const [signaling, media] = receipt.lines;
  expect(signaling!.sentBytes).toBeGreaterThan(1_000);
  // Half a second of what it heard at least: 50 packets a second of 179 B.
  await expect
    .poll(async () => (await guest.room.receipt()).lines[1]!.receivedBytes)
    .toBeGreaterThan(25 * 179);
  expect(media!.first).toBeLessThanOrEqual(media!.last);
  expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt);
  // After the stay it can still be had.
  guest.room.leave();
  expect((await guest.room.receipt()).lines).toHaveLength(2);
});

test('with the relay in DE gone nobody comes in: the refusal says why, and nobody falls back', async () => {
  const relays = relaysAt([
    [america, '127.0.0.2'],
    [germany, '127.0.0.3'],
  ]);
  const server = await serve(relays);
  const host = await come(server, { fence: only('DE') });
  await live(host);
  const [us, de] = relays.relays;
  Object.defineProperty(de, 'isUp', { value: false });
  const late = await come(server, { link: host.room.link });
  expect(await closing(late)).toBe('noRelayInFence');
  expect(await closing(await come(server, { fence: only('DE') }))).toBe('noRelayInFence');
  expect(us!.load?.peers ?? 0).toBe(0);
  expect((await late.room.receipt()).lines.map(({ host }) => host?.id)).toEqual(['de-app']);
  // A room without a fence goes on there.
  expect(await closing(await come(server))).toBe('live');
});

test('an answer that leads elsewhere is refused by the client itself, and not one packet goes there', async () => {
  const trap = await spy('127.0.0.4');
  let lying = false;
  const mislead = (event: RelayEvent): RelayEvent =>
    lying && event.type === 'answered'
      ? {
          ...event,
          answer: event.answer.replace(
            /^(a=candidate:.* )127\.0\.0\.3 \d+ typ/gm,
            `$1127.0.0.4 ${trap.port} typ`,
          ),
        }
      : event;
  const server = await serve(relaysAt([[germany, '127.0.0.3']], mislead));
  const fenced = await come(server, { fence: only('DE') });
  await live(fenced);
  const free = await come(server);
  await live(free);
  lying = true;
  const guest = await come(server, { link: fenced.room.link });
  expect(await closing(guest)).toBe('outsideFence');
  const careful = await come(server, { link: free.room.link, ownFence: only('DE') });
  expect(await closing(careful)).toBe('outsideFence');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(trap.packets()).toBe(0);
  expect((await guest.room.receipt()).lines.map(({ host }) => host?.id)).toEqual(['de-app']);
  // The trap works: who demands nothing walks into it, and its receipt says so.
  const carefree = await come(server, { link: free.room.link });
  await expect.poll(() => trap.packets(), { timeout: 5_000 }).toBeGreaterThan(0);
  await expect
    .poll(async () => (await carefree.room.receipt()).lines.map(({ address, port }) => `${address}:${port}`))
    .toContain(`127.0.0.4:${trap.port}`);
});

test('a directory that another key signed is passed over, whatever the server says its key is', async () => {
  const trap = await spy('127.0.0.4');
  const server = await serve(relaysAt([[germany, '127.0.0.3']]));
  const url = server.url.replace('localhost', '127.0.0.1');
  const host = await come(server, { fence: only('DE') });
  await live(host);
  const other = await createServer({
    ...{ port: 0, place: germany },
    relays: { count: 1, address: '127.0.0.4', port: 0 },
  });
  open.push(() => other.stop());
  const forged = freshPlaces(url, { fetch: () => directoryCall(other.url) });
  const guest = await come(server, { link: host.room.link, places: forged });
  expect(await closing(guest)).toBe('directoryRefused');
  expect(guest.room.view.fence.directory).toBe('forged');
  expect(trap.packets()).toBe(0);
  expect((await guest.room.receipt()).directory).toBeUndefined();
  // The same device with the true one comes in.
  const honest = await come(server, { link: host.room.link, places: freshPlaces(url) });
  expect(await closing(honest)).toBe('live');
});

test('where nobody said where machines stand a room without a fence is as ever, and one with a fence is refused', async () => {
  const server = await createServer({ port: 0 });
  open.push(() => server.stop());
  const host = await come(server);
  await live(host);
  const receipt = await host.room.receipt();
  expect(receipt).toMatchObject({ outside: 0, directory: { serial: expect.any(Number) } });
  expect(receipt.lines.every(({ host, inFence }) => host === undefined && inFence)).toBe(true);
  expect(await closing(await come(server, { fence: only('DE') }))).toBe('outsideFence');
});
