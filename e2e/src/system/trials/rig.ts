import { readFileSync } from 'node:fs';
import { eraId, peerId, type RelaySeat } from '@stoa/protocol';
import {
  nextEvent,
  startRelays,
  type TestClient,
  type TestClientOptions,
  talk,
  testClient,
  until,
  wait,
} from '@stoa/relay/test';
import { afterAll, beforeAll } from 'vitest';
import { Path } from './path.ts';

export { listener, speaker, until, wait } from '@stoa/relay/test';

export type Relays = Awaited<ReturnType<typeof startRelays>>;

/** One relay process for a test file; it must be the same, and up, at the end. */
export function useRelay() {
  let relays: Relays | undefined;
  let pid: number | undefined;
  const paths: Path[] = [];
  const clients: TestClient[] = [];
  const there = (): Relays => {
    if (!relays) throw new Error('the relay is started before the tests of the file, not before that');
    return relays;
  };
  beforeAll(async () => {
    relays = await startRelays();
    pid = there().pool.relays[0]!.pid;
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await relays?.stop();
    for (const path of paths) path.close();
  });

  let lastPeer = 0;
  let lastEra = 0;
  /** Sends an offer, changed if wanted; resolves with the answer. */
  const offer = async (
    seat: RelaySeat,
    options: TestClientOptions & { era?: number; change?: (offer: string) => string } = {},
  ) => {
    const peer = ++lastPeer;
    const client = testClient(options);
    clients.push(client);
    const reply = nextEvent(there().relay, peer, 'answered', 'refused');
    const text = options.change?.(client.offer) ?? client.offer;
    const era = eraId(options.era ?? ++lastEra);
    // The sender byte that `frame` writes.
    const sender = 1 + (client.ssrc % 255);
    const command = { type: 'join' as const, peer: peerId(peer), era, offer: text, seat, sender };
    there().relay.send(command);
    const answered = await reply;
    if (answered.type === 'refused') throw new Error(answered.why);
    return { peer, client, answer: answered.answer };
  };
  /** The same until media can flow; with `path` everything passes there. */
  const join = async (
    seat: RelaySeat,
    options: TestClientOptions & { era?: number; path?: Path } = {},
    patienceMs?: number,
  ) => {
    const joined = await offer(seat, options);
    const connected = nextEvent(there().relay, joined.peer, 'connected');
    // Whoever waits for the client alone must not leave this one unhandled.
    connected.catch(() => {});
    joined.client.accept(options.path?.disguise(joined.answer) ?? joined.answer);
    await joined.client.connected(patienceMs);
    await connected;
    return joined;
  };
  const path = async () => {
    const made = await Path.to(there().relay.port);
    paths.push(made);
    return made;
  };

  return {
    relays: there,
    get port() {
      return there().relay.port;
    },
    era: () => ++lastEra,
    offer,
    join,
    path,
    /** One talks, one hears, 50 packets a second. */
    async steady() {
      const era = ++lastEra;
      const seats = { publish: true, subscribe: true, onStage: true };
      const { client: voice } = await join(seats, { era });
      const { client: ear } = await join({ ...seats, publish: false, onStage: false }, { era });
      const talking = talk(voice);
      await until('the steady room is heard', () => heardBy(ear) > 5);
      return {
        /** Of what was said, how much has come, after it had time to. */
        async end(): Promise<{ said: number; heard: number }> {
          talking.stop();
          await wait(300);
          return { said: talking.sent(), heard: heardBy(ear) };
        },
      };
    },
    /** Still the process that was started: nothing made it fall. */
    isSame: () => there().relay.isUp && there().pool.relays[0]!.pid === pid,
    /** Processor time that the relay has used, ms. */
    cpuMs(): number {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
  };
}

export const heardBy = (client: TestClient): number =>
  client.heard.reduce((sum, packets) => sum + packets.length, 0);
