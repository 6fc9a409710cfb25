import { eraId, peerId, type RelayEvent } from '@stoa/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import type { RelayHandle, RelayPool } from '../src/index.ts';
import { type TestClient, testClient } from './client.ts';
import { listener, nextEvent, speaker, until } from './harness.ts';

/** What control relies on, whatever carries it. */
export type PoolSubject = {
  readonly pool: RelayPool;
  /** An offer that this kind of relay can answer, and what makes it connected after the answer. */
  offer(): { text: string; connect(relay: RelayHandle, peer: number, answer: string): void };
  crash(relay: RelayHandle): void;
  /** Lets a crashed relay come back, where it does not by itself. */
  recover(relay: RelayHandle): void;
};

const clients: TestClient[] = [];

/** Of relays with media. */
export function realOffer() {
  const client = testClient();
  clients.push(client);
  return {
    text: client.offer,
    connect: (_relay: RelayHandle, _peer: number, answer: string) => client.accept(answer),
  };
}

/** Of relays that only say what happened. */
export function fakeOffer(connect: (relay: RelayHandle, peer: number) => void) {
  const client = testClient();
  clients.push(client);
  return { text: client.offer, connect };
}

/** The contract of a pool of one relay. */
export function poolContract(name: string, make: () => PoolSubject | Promise<PoolSubject>): void {
  describe(`a ${name} relay`, () => {
    let subject: PoolSubject;
    const start = async () => {
      subject = await make();
      await subject.pool.start();
      const relay = subject.pool.relays[0]!;
      const events: RelayEvent[] = [];
      relay.onEvent((event) => events.push(event));
      const join = async (peer: number, era = 1, seat = listener) => {
        const offer = subject.offer();
        const reply = nextEvent(relay, peer, 'answered');
        relay.send({ type: 'join', peer: peerId(peer), era: eraId(era), offer: offer.text, seat });
        const { answer } = await reply;
        const connected = nextEvent(relay, peer, 'connected');
        offer.connect(relay, peer, answer);
        await connected;
      };
      return { relay, events, join };
    };
    afterEach(async () => {
      for (const client of clients.splice(0)) client.close();
      await subject.pool.stop();
    });

    it('is up with a port after start', async () => {
      const { relay } = await start();
      expect(relay.isUp).toBe(true);
      expect(relay.port).toBeGreaterThan(0);
      expect(relay.index).toBe(0);
    });

    it('answers an offer, never before send returns', async () => {
      const { relay, events } = await start();
      const offer = subject.offer();
      relay.send({ type: 'join', peer: peerId(1), era: eraId(1), offer: offer.text, seat: speaker });
      expect(events).toEqual([]);
      const { answer } = await nextEvent(relay, 1, 'answered');
      expect(answer.startsWith('v=0\r\n')).toBe(true);
    });

    it('refuses an offer that is none', async () => {
      const { relay } = await start();
      relay.send({ type: 'join', peer: peerId(1), era: eraId(1), offer: 'hello', seat: listener });
      expect(await nextEvent(relay, 1, 'refused')).toEqual({
        type: 'refused',
        peer: 1,
        why: 'offerMalformed',
      });
    });

    it('says connected, counts it, and says gone once when told to close', async () => {
      const { relay, events, join } = await start();
      await join(1);
      const pong = new Promise<RelayEvent>((resolve) => {
        relay.onEvent((event) => event.type === 'pong' && event.n === 77 && resolve(event));
      });
      relay.send({ type: 'ping', n: 77 });
      expect(await pong).toMatchObject({ load: { peers: 1, connected: 1 } });
      const gone = nextEvent(relay, 1, 'gone');
      relay.send({ type: 'close', peer: peerId(1) });
      relay.send({ type: 'close', peer: peerId(1) });
      expect(await gone).toEqual({ type: 'gone', peer: 1, why: 'closed' });
      relay.send({ type: 'ping', n: 78 });
      await until('pong', () => events.some((event) => event.type === 'pong' && event.n === 78));
      expect(events.filter((event) => event.type === 'gone')).toHaveLength(1);
    });

    it('ends one era and leaves the other', async () => {
      const { relay, events, join } = await start();
      await join(1, 1);
      await join(2, 1);
      await join(3, 2);
      relay.send({ type: 'endEra', era: eraId(1) });
      await until('two are gone', () => events.filter((event) => event.type === 'gone').length === 2);
      relay.send({ type: 'close', peer: peerId(3) });
      await nextEvent(relay, 3, 'gone');
    });

    it('counts the transports of one era', async () => {
      const { relay, join } = await start();
      await join(1, 1);
      await join(2, 2);
      const census = new Promise<RelayEvent>((resolve) => {
        relay.onEvent((event) => event.type === 'census' && resolve(event));
      });
      relay.send({ type: 'census', era: eraId(1) });
      expect(await census).toEqual({
        type: 'census',
        era: eraId(1),
        peers: [{ peer: peerId(1), connected: true }],
      });
    });

    it('takes commands about peers it never had', async () => {
      const { relay } = await start();
      relay.send({ type: 'seat', peer: peerId(9), seat: speaker });
      relay.send({ type: 'close', peer: peerId(9) });
      relay.send({ type: 'endEra', era: eraId(9) });
      expect(relay.isUp).toBe(true);
    });

    it('tells what a crash took away, refuses joins meanwhile, and is up again, empty', async () => {
      const { relay, events, join } = await start();
      await join(1);
      await join(2);
      relay.send({ type: 'close', peer: peerId(2) });
      await nextEvent(relay, 2, 'gone');
      const down = new Promise<readonly number[]>((resolve) => relay.onDown(resolve));
      const up = new Promise<void>((resolve) => relay.onUp(resolve));
      subject.crash(relay);
      expect(await down).toEqual([1]);
      expect(relay.isUp).toBe(false);
      relay.send({
        type: 'join',
        peer: peerId(3),
        era: eraId(1),
        offer: subject.offer().text,
        seat: listener,
      });
      relay.send({ type: 'seat', peer: peerId(1), seat: speaker });
      expect(await nextEvent(relay, 3, 'refused')).toMatchObject({ why: 'relayFailed' });
      subject.recover(relay);
      await up;
      expect(relay.isUp).toBe(true);
      expect(events.some((event) => event.type === 'ready')).toBe(true);
      await join(4);
    });

    it('stops listening to those who no longer want to', async () => {
      const { relay, events } = await start();
      let heard = 0;
      const stop = relay.onEvent(() => heard++);
      relay.send({ type: 'ping', n: 501 });
      await until('pong', () => events.some((event) => event.type === 'pong' && event.n === 501));
      stop();
      const before = heard;
      relay.send({ type: 'ping', n: 502 });
      await until('pong', () => events.some((event) => event.type === 'pong' && event.n === 502));
      expect(heard).toBe(before);
    });

    it('is down after stop', async () => {
      const { relay } = await start();
      await subject.pool.stop();
      expect(relay.isUp).toBe(false);
    });
  });
}
