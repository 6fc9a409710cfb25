import { frame } from '@stoa/relay/test';
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../fuzz/mutate.ts';
import { clearMessages, clientHello, exportSuites, lawfulSuites, nullSuites } from './dtls.ts';
import { kindOf, Stranger } from './path.ts';
import { heardBy, listener, speaker, until, useRelay, wait } from './rig.ts';

const relay = useRelay();
const strangers: Stranger[] = [];
const stranger = async (address: string) => {
  const one = await Stranger.at(address);
  strangers.push(one);
  return one;
};
afterAll(() => {
  for (const one of strangers) one.close();
});

/** Says something 100 times each 100 ms until stopped. */
function thousandASecond(say: (i: number) => void) {
  let said = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < 100; i++) say(said++);
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return said;
    },
  };
}

describe('strangers who begin handshakes', () => {
  test('M1 at 1,000 a second from other addresses, null ciphers among them: every join succeeds, nobody is answered', async () => {
    const chance = seeded(1);
    const others = await Promise.all([66, 67, 68, 69].map((last) => stranger(`127.0.0.${last}`)));
    const join = async (count: number) => {
      const took: number[] = [];
      for (let i = 0; i < count; i++) {
        const before = performance.now();
        await relay.join(listener, { begins: i % 2 === 0 });
        took.push(performance.now() - before);
      }
      return took.sort((a, b) => a - b);
    };
    const calm = await join(20);
    const race = thousandASecond((i) => {
      const suites = i % 3 === 0 ? nullSuites : i % 3 === 1 ? exportSuites : lawfulSuites;
      others[i % others.length]!.send(clientHello(chance, suites), relay.port);
    });
    // Rejects at the first join that does not come up.
    const raced = await join(40);
    const said = race.stop();
    const p95 = (took: readonly number[]) => Math.round(took[Math.floor(took.length * 0.95)]!);
    console.log(`M1: ${said} handshakes begun; joins p95 ${p95(calm)} ms alone, ${p95(raced)} ms meanwhile`);
    expect(said).toBeGreaterThan(300);
    expect(others.map(({ receivedBytes }) => receivedBytes)).toEqual([0, 0, 0, 0]);
    expect(relay.isSame()).toBe(true);
  });

  test('M2 from the very address of a client, after its own first flight: it comes in at the first try', async () => {
    const chance = seeded(2);
    for (let i = 0; i < 10; i++) {
      const path = await relay.path();
      path.toRelay = (datagram) =>
        kindOf(datagram) === 'dtls'
          ? [datagram, clientHello(chance), clientHello(chance, nullSuites)]
          : [datagram];
      await relay.join(listener, { path, begins: true });
    }
    expect(relay.isSame()).toBe(true);
  });

  test.each([
    ['the client', true],
    ['the relay', false],
  ])(
    'M2 the one that comes before the first flight ends that handshake where %s begins, and no other: the next try from elsewhere comes in',
    async (who, begins) => {
      const chance = seeded(2);
      const path = await relay.path();
      let forged = 0;
      path.toRelay = (datagram) =>
        kindOf(datagram) === 'dtls' && forged++ === 0 ? [clientHello(chance), datagram] : [datagram];
      const { peer, client, answer } = await relay.offer(listener, { begins });
      client.accept(path.disguise(answer));
      const told = performance.now();
      const gone = () => relay.relays().events.find((event) => event.type === 'gone' && event.peer === peer);
      await until('the relay has given up', () => gone() !== undefined, 15_000);
      console.log(`M2: given up after ${Math.round(performance.now() - told)} ms where ${who} begins`);
      // Told at once, and not found out by the 10 s after which a relay gives up: so the client can try again in time.
      expect(gone()).toMatchObject({ why: 'failed' });
      await relay.join(listener, { begins });
      expect(forged).toBeGreaterThan(0);
      expect(relay.isSame()).toBe(true);
    },
  );

  test('M2 from the very address of a client that is connected: nothing of its sound is lost', async () => {
    const chance = seeded(3);
    const era = relay.era();
    const path = await relay.path();
    const { client: voice } = await relay.join(speaker, { era, path, begins: true });
    const { client: ear } = await relay.join(listener, { era });
    let said = 0;
    for (let n = 0; n < 100; n++) {
      for (let i = 0; i < 20; i++) path.say(clientHello(chance, i % 2 ? nullSuites : lawfulSuites));
      if (voice.send(frame(voice.ssrc, 1000 + n, n * 960))) said++;
      await wait(20);
    }
    await until('all is heard', () => heardBy(ear) === said).catch(() => {});
    expect(said).toBe(100);
    expect(heardBy(ear)).toBe(100);
    expect(voice.state()).toBe('connected');
  });

  test('M3 a flood of 20,000 without a known name: no answer, no memory, and those who talk lose nothing', async () => {
    const chance = seeded(4);
    const flooder = await stranger('127.0.0.70');
    const steady = await relay.steady();
    const before = await relay.relays().freshLoad();
    const [cpuBefore, began] = [relay.cpuMs(), performance.now()];
    const hellos = Array.from({ length: 50 }, () => clientHello(chance));
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        for (let i = 0; i < 100; i++) flooder.send(hellos[i % 50]!, relay.port);
        if (flooder.sent < 20_000) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
    const share = (relay.cpuMs() - cpuBefore) / (performance.now() - began);
    const after = await relay.relays().freshLoad();
    const { said, heard } = await steady.end();
    const grown = after.residentBytes - before.residentBytes;
    console.log(
      `M3: relay at ${(share * 100).toFixed(1)} % of a core meanwhile; memory grew by ${grown >> 10} KiB`,
    );
    expect(flooder.receivedBytes).toBe(0);
    expect(after.peers).toBe(before.peers);
    expect(grown).toBeLessThan(8 << 20);
    expect(heard).toBeGreaterThanOrEqual(said * 0.99);
    expect(relay.isSame()).toBe(true);
  });
});

describe.concurrent('handshakes that must not succeed', () => {
  test('M12 a certificate that is not the one of the offer: never connected, nothing forwarded, and given up', async () => {
    const era = relay.era();
    const { client: ear } = await relay.join(listener, { era });
    const other = (offer: string) =>
      offer.replace(/(a=fingerprint:sha-256 )[0-9A-F:]+/gi, `$1${new Array(32).fill('5A').join(':')}`);
    for (const begins of [true, false]) {
      const { peer, client, answer } = await relay.offer(speaker, { era, begins, change: other });
      client.accept(answer);
      const gone = () => relay.relays().events.find((event) => event.type === 'gone' && event.peer === peer);
      for (let n = 0; !gone(); n++) {
        client.send(frame(client.ssrc, n, n * 960));
        expect(n).toBeLessThan(1_500);
        await wait(10);
      }
      expect(gone()).toMatchObject({ why: expect.stringMatching(/^(failed|timeout)$/) });
      expect(relay.relays().events.some((event) => event.type === 'connected' && event.peer === peer)).toBe(
        false,
      );
    }
    expect(heardBy(ear)).toBe(0);
    expect(relay.isSame()).toBe(true);
  }, 60_000);

  test.each([
    ['without encryption', nullSuites],
    ['of export strength', exportSuites],
  ])(
    'M12 a client that offers only suites %s gets no ServerHello and is never connected',
    async (_, suites) => {
      const chance = seeded(5);
      const path = await relay.path();
      const answered: number[] = [];
      let asked = 0;
      path.toRelay = (datagram) => {
        if (kindOf(datagram) !== 'dtls') return [datagram];
        asked++;
        return [clientHello(chance, suites)];
      };
      path.toClient = (datagram) => {
        if (kindOf(datagram) === 'dtls') answered.push(...clearMessages(datagram));
        return kindOf(datagram) === 'dtls' ? [] : [datagram];
      };
      const { peer, client, answer } = await relay.offer(speaker, { begins: true });
      client.accept(path.disguise(answer));
      await until('a handshake was begun', () => asked > 0);
      await wait(3_000);
      expect(answered).not.toContain(2);
      expect(relay.relays().events.some((event) => event.type === 'connected' && event.peer === peer)).toBe(
        false,
      );
      expect(relay.isSame()).toBe(true);
    },
  );

  test('M12 the same on an untouched path would be answered: the trial is one', async () => {
    const path = await relay.path();
    const answered: number[] = [];
    path.toClient = (datagram) => {
      if (kindOf(datagram) === 'dtls') answered.push(...clearMessages(datagram));
      return [datagram];
    };
    await relay.join(listener, { path, begins: true });
    expect(answered).toContain(2);
  });
});
