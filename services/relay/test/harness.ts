import { eraId, type PeerId, peerId, type RelayEvent, type RelaySeat } from '@stoa/protocol';
import type { RelayHandle } from '../src/index.ts';
import { createPoolWithPatience } from '../src/supervisor.ts';
import { senderOf, type TestClient, type TestClientOptions, testClient } from './client.ts';

export const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
export const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };
export const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until it holds; says what it waited for if it never does. */
export async function until(what: string, holds: () => boolean, timeoutMs = 8000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await wait(5);
  }
}

/** The next event for this peer of one of these types. */
export function nextEvent<T extends RelayEvent['type']>(
  relay: RelayHandle,
  peer: PeerId | number,
  ...types: T[]
): Promise<Extract<RelayEvent, { type: T }>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`no ${types.join(' or ')} for peer ${peer}`));
    }, 10_000);
    const stop = relay.onEvent((event) => {
      if (!('peer' in event) || event.peer !== peer || !(types as string[]).includes(event.type)) return;
      clearTimeout(timer);
      stop();
      resolve(event as Extract<RelayEvent, { type: T }>);
    });
  });
}

/** A pool of real processes on loopback, with what tests need to know of it. */
export async function startRelays(
  options: { count?: number; firstPort?: number; hungMs?: number; pingMs?: number } = {},
) {
  const lines: string[] = [];
  const patience = { pingMs: options.pingMs ?? 200, ...(options.hungMs ? { hungMs: options.hungMs } : {}) };
  const pool = createPoolWithPatience(
    {
      count: options.count ?? 1,
      bindAddress: '127.0.0.1',
      firstPort: options.firstPort ?? 0,
      log: (line) => lines.push(line),
    },
    patience,
  );
  await pool.start();
  const relay = pool.relays[0]!;
  const events: RelayEvent[] = [];
  relay.onEvent((event) => events.push(event));
  const clients: TestClient[] = [];

  /** Joins with a real client and waits until media can flow. */
  const join = async (
    peer: number,
    seat: RelaySeat,
    clientOptions: TestClientOptions & { era?: number } = {},
  ) => {
    const client = testClient(clientOptions);
    clients.push(client);
    const reply = nextEvent(relay, peer, 'answered', 'refused');
    relay.send({
      type: 'join',
      peer: peerId(peer),
      era: eraId(clientOptions.era ?? 1),
      offer: client.offer,
      seat,
      sender: senderOf(client.ssrc),
    });
    const answered = await reply;
    if (answered.type === 'refused') throw new Error(answered.why);
    const connected = nextEvent(relay, peer, 'connected');
    client.accept(answered.answer);
    await Promise.all([connected, client.connected()]);
    return client;
  };
  const load = () => {
    const pong = events.findLast((event) => event.type === 'pong');
    if (pong?.type !== 'pong') throw new Error('no pong yet');
    return pong.load;
  };
  /** The figures after everything that was sent until now has been dealt with. */
  const freshLoad = async () => {
    await wait(100);
    const seen = events.filter((event) => event.type === 'pong').length;
    await until(
      'the relay says its load',
      () => events.filter((event) => event.type === 'pong').length > seen,
    );
    return load();
  };
  const stop = async () => {
    for (const client of clients) client.close();
    await pool.stop();
  };
  return { pool, relay, events, lines, join, load, freshLoad, stop };
}
