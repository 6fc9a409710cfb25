import { talk } from '@stoa/relay/test';
import { afterAll, describe, expect, test } from 'vitest';
import { type Chance, mutate, seeded } from '../../fuzz/mutate.ts';
import { clientHello } from './dtls.ts';
import { kindOf, Stranger } from './path.ts';
import { heardBy, listener, speaker, until, useRelay, wait } from './rig.ts';
import { attributes, check, methods, passwordOf, stun, ufragOf } from './stun.ts';

const relay = useRelay();
const strangers: Stranger[] = [];
const stranger = async (address?: string) => {
  const one = await Stranger.at(address);
  strangers.push(one);
  return one;
};
afterAll(() => {
  for (const one of strangers) one.close();
});

/** What a stranger may say on the port, by name; `ufrag` is one that the relay knows. */
function sayings(chance: Chance, ufrag: string): Record<string, Buffer> {
  const name = Buffer.from(`${ufrag}:attacker`);
  const huge = new Uint8Array(1_200).fill(0x41);
  return {
    'a bare binding request': stun(chance),
    'an unknown name': check(chance, 'nobody', 'attacker', 'x'.repeat(22)),
    'a known name, a wrong password': check(chance, ufrag, 'attacker', 'x'.repeat(22)),
    'a known name, no integrity': stun(chance, { with: [[attributes.username, name]] }),
    'a name of 1,200 bytes': stun(chance, { with: [[attributes.username, huge]] }),
    'an unknown attribute that must be understood': stun(chance, { with: [[0x7fff, huge]] }),
    'three hundred empty attributes': stun(chance, {
      with: Array.from({ length: 300 }, () => [0x8022, new Uint8Array(0)] as const),
    }),
    'a length beyond its end': stun(chance, { with: [[attributes.username, name]], length: 1_400 }),
    'a length that is odd': stun(chance, { with: [[attributes.username, name]], length: 7 }),
    'another cookie': stun(chance, { cookie: 1 }),
    'an indication': stun(chance, { of: 1 }),
    'a success': stun(chance, { of: 2 }),
    'an error': stun(chance, { of: 3 }),
    'an allocation': stun(chance, { method: methods.allocate, with: [[0x19, Uint8Array.of(17, 0, 0, 0)]] }),
    'a refresh': stun(chance, { method: methods.refresh }),
    'a channel binding': stun(chance, { method: methods.channelBind }),
    'an unknown method': stun(chance, { method: 0xabc }),
    'twenty bytes of nothing': Buffer.alloc(20),
    'one byte': Buffer.alloc(1),
    'nothing at all': Buffer.alloc(0),
  };
}

describe('what strangers say to the port', () => {
  test('M11 no unauthenticated saying gets back more than it brought, and nobody else notices', async () => {
    const chance = seeded(7);
    const steady = await relay.steady();
    const { answer } = await relay.offer(listener, { begins: true });
    const { answer: mine } = await relay.join(listener, { begins: true });
    for (const ufrag of ['nobody', ufragOf(mine), ufragOf(answer)]) {
      const all = Object.entries(sayings(chance, ufrag));
      const speakers = await Promise.all(all.map(() => stranger()));
      for (const [i, [, saying]] of all.entries()) speakers[i]!.send(saying, relay.port);
      await wait(1_000);
      const more = all.flatMap(([name, saying], i) => {
        const { receivedBytes, received } = speakers[i]!;
        return receivedBytes > saying.length ? [{ name, packets: received.length, receivedBytes }] : [];
      });
      console.log('M11', JSON.stringify(more));
      // Whoever knows the name in an answer that nobody has used yet is taken for its client, once, and checked.
      if (ufrag !== ufragOf(answer)) expect(more).toEqual([]);
      expect(more.length).toBeLessThanOrEqual(1);
      for (const { packets } of more) expect(packets).toBeLessThanOrEqual(10);
    }
    const { said, heard } = await steady.end();
    expect(heard).toBeGreaterThanOrEqual(said * 0.99);
    expect(relay.isSame()).toBe(true);
  });

  test('B3 10,000 damaged checks and handshakes, from strangers and from a client’s own address: the relay goes on', async () => {
    const chance = seeded(8);
    // Real ones to begin with.
    const teacher = await relay.path();
    const corpus: Uint8Array[] = Object.values(sayings(chance, 'abcd'));
    corpus.push(clientHello(chance));
    teacher.toRelay = (datagram) => {
      if (corpus.length < 60) corpus.push(new Uint8Array(datagram));
      return [datagram];
    };
    await relay.join(speaker, { path: teacher, begins: true });
    const kinds = new Set(corpus.map(kindOf));
    expect(kinds.has('stun') && kinds.has('dtls')).toBe(true);

    const victim = await relay.path();
    await relay.join(listener, { path: victim });
    const others = await Promise.all([71, 72, 73].map((last) => stranger(`127.0.0.${last}`)));
    const steady = await relay.steady();
    const before = await relay.relays().freshLoad();
    const out = new Uint8Array(1_400);
    for (let n = 0; n < 10_000; n++) {
      const datagram = out.slice(0, mutate(out, corpus, [], chance));
      if (n % 2 === 0) others[n % others.length]!.send(datagram, relay.port);
      else victim.say(datagram);
      if (n % 40 === 39) await wait(20);
    }
    const after = await relay.relays().freshLoad();
    const { said, heard } = await steady.end();
    const grown = after.residentBytes - before.residentBytes;
    const [sent, returned] = [
      others.reduce((sum, { sentBytes }) => sum + sentBytes, 0),
      others.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0),
    ];
    console.log(`B3: memory grew by ${grown >> 10} KiB; strangers got ${returned} bytes for ${sent}`);
    expect(returned).toBeLessThanOrEqual(sent);
    expect(heard).toBeGreaterThanOrEqual(said * 0.99);
    expect(grown).toBeLessThan(16 << 20);
    expect(relay.isSame()).toBe(true);
    // Whoever comes now comes in.
    const { client } = await relay.join(listener, { begins: true });
    expect(client.state()).toBe('connected');
  });
});

describe.concurrent('reflection', () => {
  test('M15 the address of somebody else among the candidates gets nothing', async () => {
    const victim = await stranger('127.0.0.80');
    const named = (offer: string) =>
      offer.replaceAll(
        'a=mid:',
        [
          `a=candidate:1 1 UDP 2130706431 127.0.0.80 ${victim.port} typ host`,
          `a=candidate:2 1 UDP 1694498815 127.0.0.80 ${victim.port} typ srflx raddr 0.0.0.0 rport 0`,
          `a=candidate:3 1 TCP 1694498815 127.0.0.80 ${victim.port} typ host tcptype passive`,
          'a=mid:',
        ].join('\r\n'),
      );
    for (const begins of [true, false]) {
      const { peer, client, answer } = await relay.offer(speaker, { begins, change: named });
      client.accept(answer);
      await client.connected();
      await until('it is connected', () =>
        relay.relays().events.some((event) => event.type === 'connected' && event.peer === peer),
      );
    }
    await wait(2_000);
    expect(victim.received).toHaveLength(0);
  });

  test('M15 checks with a false password in the name of somebody else: at most 50 packets go there', async () => {
    const chance = seeded(9);
    const counts: number[] = [];
    for (const begins of [true, false]) {
      const victim = await stranger('127.0.0.81');
      const { answer } = await relay.offer(speaker, { begins });
      // What an attacker that joined and forges its source address can send.
      for (let n = 0; n < 20; n++) {
        victim.send(check(chance, ufragOf(answer), 'attacker', 'x'.repeat(22)), relay.port);
        await wait(20);
      }
      // Longer than a relay waits for a connection.
      await wait(11_500);
      counts.push(victim.received.length);
    }
    console.log(`M15: packets towards an address that never checked: ${counts.join(' and ')}`);
    for (const count of counts) expect(count).toBeLessThanOrEqual(50);
  }, 60_000);

  test('M15 checks with the right password in the name of somebody else who answers nothing: at most 50 packets, then silence', async () => {
    const chance = seeded(10);
    const victim = await stranger('127.0.0.82');
    const { answer, client } = await relay.offer(speaker, { begins: true });
    const own = ufragOf(client.offer);
    for (let n = 0; n < 20; n++) {
      victim.send(check(chance, ufragOf(answer), own, passwordOf(answer)), relay.port);
      await wait(20);
    }
    await wait(11_500);
    // Answers to the checks that it seemed to send are no more than those.
    const answers = victim.received.filter((datagram) => datagram.readUInt16BE(0) === 0x0101).length;
    const beside = victim.received.length - answers;
    console.log(`M15: ${answers} answers to 20 authenticated checks, ${beside} packets beside them`);
    // Were none answered, the checks would not have been real ones.
    expect(answers).toBeGreaterThan(0);
    expect(answers).toBeLessThanOrEqual(20);
    expect(beside).toBeLessThanOrEqual(50);
    const then = victim.received.length;
    await wait(2_000);
    expect(victim.received.length).toBe(then);
  }, 60_000);

  test('M15 a listener that takes back its consent by silence is sent nothing after 30 seconds', async () => {
    const era = relay.era();
    const path = await relay.path();
    const { client: voice } = await relay.join(speaker, { era });
    const { peer } = await relay.join(listener, { era, path });
    const talking = talk(voice);
    await wait(500);
    expect(path.fromRelay).toBeGreaterThan(10);
    // From here on it says nothing more.
    path.toRelay = () => [];
    await wait(31_000);
    const after = path.fromRelay;
    await wait(2_000);
    talking.stop();
    expect(path.fromRelay).toBe(after);
    expect(relay.relays().events.some((event) => event.type === 'gone' && event.peer === peer)).toBe(true);
    expect(heardBy(voice)).toBe(0);
  }, 60_000);
});
