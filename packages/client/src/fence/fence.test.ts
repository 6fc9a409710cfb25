import { generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  type Directory,
  type DirectoryAnswer,
  type Fence,
  type Host,
  readFence,
  signDirectory,
} from '@stoa/protocol/fleet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangesOf, type StatsReport } from '../adapters/rtc/exchanges.ts';
import { answerDestinations, originDestination, turnDestination } from './answer-destinations.ts';
import { FenceGuard, type FenceRefusal } from './guard.ts';
import { Places } from './places.ts';
import { memoryPins } from './places-port.ts';

const host = (id: string, jurisdiction: string, address: string, more: Partial<Host> = {}): Host => ({
  ...{ id, kind: 'relay', region: 'here', jurisdiction, operator: 'a.example' },
  ...{ addresses: [address], udp: [4000], probe: [3478] },
  ...more,
});
const app = host('app', 'DE', '192.0.2.100', { kind: 'app', udp: [], probe: [], tcp: [8080] });
const de = host('de', 'DE', '192.0.2.1');
const us = host('us', 'US', '192.0.2.2');
const fence = (text: string): Fence => readFence(text)!;

function deployment() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const answer = async (
    hosts: readonly Host[],
    about: Partial<Directory> = {},
  ): Promise<DirectoryAnswer> => ({
    key: new Uint8Array(key),
    directory: await signDirectory(
      { v: 1, serial: 1, issued: 0, expires: 100_000, ...about, hosts: [...hosts] },
      async (message) => new Uint8Array(sign(null, message, privateKey)),
    ),
  });
  return { key, answer };
}

const verifyRaw = async (key: Uint8Array, signature: Uint8Array, message: Uint8Array) =>
  verify(
    null,
    message,
    {
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
      format: 'der',
      type: 'spki',
    },
    signature,
  );

/** A device that comes to a deployment, and everything that it sends a packet to. */
function device(own: Fence = {}, room: Fence = {}) {
  const ours = deployment();
  const state = {
    now: 1_000,
    shown: undefined as DirectoryAnswer | undefined,
    asked: 0,
    probed: [] as string[],
    refused: [] as FenceRefusal[],
    trips: new Map([
      ['192.0.2.1', 12.4],
      ['192.0.2.2', 90],
    ]),
  };
  const places = new Places({
    server: 'http://192.0.2.100:8080',
    fetch: async () => {
      state.asked++;
      return state.shown;
    },
    verify: verifyRaw,
    pins: memoryPins(),
    unix: () => state.now,
    probe: async (address, port) => {
      state.probed.push(`${address}:${port}`);
      return state.trips.get(address);
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const guard = new FenceGuard({
    ...{ places, own, room, changed: () => {} },
    refused: (why) => state.refused.push(why),
  });
  return { ours, state, places, guard };
}

const answerTo = (...candidates: string[]) =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', ...candidates, ''].join('\r\n');
const candidate = (address: string, port = 4000, transport = 'udp') =>
  `a=candidate:1 1 ${transport} 2130706431 ${address} ${port} typ host`;

describe('where an answer leads', () => {
  test('is every candidate of it', () => {
    const text = answerTo(candidate('192.0.2.1'), candidate('2001:db8::1', 5000, 'UDP'));
    expect(answerDestinations(text)).toEqual([
      { address: '192.0.2.1', port: 4000, transport: 'udp' },
      { address: '2001:db8::1', port: 5000, transport: 'udp' },
    ]);
    expect(answerDestinations(answerTo())).toEqual([]);
  });

  test.each([
    ['a name that would be looked up', candidate('relay.example')],
    ['a name of this network', candidate('a1b2.local')],
    ['something cut short', 'a=candidate:1 1 udp 5 192.0.2.1'],
    ['another protocol', candidate('192.0.2.1', 4000, 'dccp')],
    ['a default destination', 'c=IN IP4 192.0.2.9'],
    ['candidates of an older way of saying it', 'a=remote-candidates:1 192.0.2.9 4000'],
  ])('is not known with %s, and then it leads nowhere', (_, line) => {
    expect(answerDestinations(answerTo(candidate('192.0.2.1'), line))).toBeUndefined();
  });

  test('also one that only some parsers would see, or that is written oddly', () => {
    const candidate = 'candidate:1 1 UDP 1 198.51.100.9 4000 typ host';
    const found = [{ address: '198.51.100.9', port: 4000, transport: 'udp' }];
    for (const end of ['\r', '\v', '\u2028']) {
      expect(answerDestinations(`s=-${end}a=${candidate}\r\n`)).toEqual(found);
    }
    for (const odd of [candidate, `a= ${candidate}`, ` a=${candidate}`, `a=x ${candidate}`]) {
      expect(answerDestinations(`v=0\r\n${odd}\r\n`)).toBeUndefined();
    }
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        answerDestinations(`a=candidate:${text}`);
        turnDestination(`turn:${text}`);
      }),
    );
  });

  test.each([
    ['turn:192.0.2.1:443?transport=tcp', { address: '192.0.2.1', port: 443, transport: 'tcp' }],
    ['turns:T.example:443?transport=tcp', { address: 't.example', port: 443, transport: 'tls' }],
    ['turn:[2001:db8::1]', { address: '2001:db8::1', port: 3478, transport: 'udp' }],
    ['turns:192.0.2.1', { address: '192.0.2.1', port: 5349, transport: 'tls' }],
    ['turn:a@b', undefined],
    ['turn:turn\r.example', undefined],
    ['turn:türn.example', undefined],
    ['turns:192.0.2.1?transport=udp', undefined],
    ['https://192.0.2.1', undefined],
  ])('%s', (url, there) => expect(turnDestination(url)).toEqual(there));

  test('HTTP and signaling go to the origin', () => {
    expect(originDestination('https://Stoa.example')).toMatchObject({ address: 'stoa.example', port: 443 });
    expect(originDestination('http://[::1]:8080')).toEqual({ address: '::1', port: 8080, transport: 'tcp' });
  });
});

describe('the directory that is believed', () => {
  test('Z5 first the key that is seen, then that key alone; what another signed is passed over, and told', async () => {
    const { ours, state, places } = device();
    state.shown = await ours.answer([de, us]);
    expect(await places.believed(undefined)).toMatchObject({ is: 'known', directory: { serial: 1 } });
    expect(await places.key()).toEqual(ours.key);
    state.now += 61_000;
    state.shown = await deployment().answer([us], { serial: 9 });
    const still = await places.believed(undefined);
    expect(still).toMatchObject({ is: 'known', directory: { serial: 1 } });
    expect(places.sawForged).toBe(true);
    expect(await places.key()).toEqual(ours.key);
  });

  test('Z5 the key on a room card counts from the first moment on, whatever the server says of itself', async () => {
    const { state, places, ours } = device();
    state.shown = await deployment().answer([us]);
    expect(await places.believed(ours.key)).toEqual({ is: 'none', why: 'forged' });
    expect(await places.key()).not.toEqual(ours.key);
  });

  test('Z5 an entry that somebody put in spoils the whole', async () => {
    const { ours, state, places } = device();
    const answer = await ours.answer([de]);
    const text = Buffer.from(answer.directory.body, 'base64url').toString();
    const body = Buffer.from(text.replace('192.0.2.1', '192.0.2.9')).toString('base64url');
    state.shown = { ...answer, directory: { ...answer.directory, body } };
    expect(await places.believed(ours.key)).toEqual({ is: 'none', why: 'forged' });
    expect(places.sawForged).toBe(true);
  });

  test('Z6 of two the one with the higher serial, also when an older one is shown again; none past its time', async () => {
    const { ours, state, places } = device();
    state.shown = await ours.answer([de], { serial: 5 });
    await places.believed(undefined);
    state.now += 61_000;
    state.shown = await ours.answer([de, us], { serial: 4 });
    expect(await places.believed(undefined)).toMatchObject({ directory: { serial: 5 } });
    state.now = 100_000;
    state.shown = undefined;
    expect(await places.believed(undefined)).toMatchObject({ is: 'none' });
  });

  test('one question serves all rooms for a minute, and one that failed is asked again', async () => {
    const { ours, state, places } = device();
    expect(await places.believed(undefined)).toEqual({ is: 'none', why: 'unreachable' });
    state.shown = await ours.answer([de]);
    await Promise.all([places.believed(undefined), places.believed(undefined), places.key()]);
    expect(state.asked).toBe(2);
    state.now += 60_000;
    await places.believed(undefined);
    expect(state.asked).toBe(3);
  });
});

describe('the guard', () => {
  const inGermany = async (own?: Fence) => {
    const made = device(own);
    made.state.shown = await made.ours.answer([app, de, us]);
    made.guard.cardSaid(fence('DE'), made.ours.key);
    return made;
  };

  test('Z8 lets an answer pass that leads to permitted relays alone', async () => {
    const { guard, state } = await inGermany();
    expect(await guard.enter()).toBe('good');
    expect(await guard.check(answerTo(candidate('192.0.2.1')))).toBe('good');
    expect(state.refused).toEqual([]);
  });

  test.each([
    ['a relay outside', [candidate('192.0.2.1'), candidate('192.0.2.2')]],
    ['an address that nobody knows', [candidate('198.51.100.7')]],
    ['another port of a permitted relay', [candidate('192.0.2.1', 4001)]],
    ['another transport', [candidate('192.0.2.1', 4000, 'tcp')]],
    ['the app itself', [candidate('192.0.2.100', 8080, 'tcp')]],
    ['a name', [candidate('relay.example')]],
    ['no address at all', []],
  ])('Z8 refuses one with %s, for good', async (_, candidates) => {
    const { guard, state } = await inGermany();
    expect(await guard.check(answerTo(...candidates))).toBe('outsideFence');
    expect(state.refused).toEqual(['outsideFence']);
  });

  test('Z8 without a directory to believe nothing is permitted', async () => {
    const { guard, state, ours } = device();
    guard.cardSaid(fence('DE'), ours.key);
    expect(await guard.enter()).toBe('directoryRefused');
    state.shown = await deployment().answer([app, de]);
    expect(await guard.check(answerTo(candidate('192.0.2.1')))).toBe('directoryRefused');
    expect(guard.facts.directory).toBe('forged');
  });

  test('Z8 signaling outside of the fence is refused before it says anything', async () => {
    const { guard, ours, state } = device();
    state.shown = await ours.answer([{ ...app, jurisdiction: 'US' }, de]);
    guard.cardSaid(fence('DE'), ours.key);
    expect(await guard.enter()).toBe('outsideFence');
  });

  test('Z2 the own rule holds beside that of the room, and is told to control', async () => {
    const { guard } = await inGermany(fence('!DE'));
    expect(await guard.check(answerTo(candidate('192.0.2.1')))).toBe('outsideFence');
    expect(await guard.wish()).toEqual({ fence: '!DE' });
  });

  test('a room without any fence is as it ever was: nothing is asked before an answer is applied', async () => {
    const { guard, state } = device();
    expect(await guard.check(answerTo(candidate('198.51.100.7')))).toBe('good');
    expect(state.asked).toBe(0);
    expect(await guard.wish()).toBeUndefined();
  });

  test('Z8 of TURN servers those that are permitted, and none before the fence is known', async () => {
    const { guard, ours, state } = device();
    const turn = host('turn', 'DE', '192.0.2.3', {
      kind: 'turn',
      udp: [],
      probe: [],
      names: ['t.example'],
      tls: [443],
    });
    state.shown = await ours.answer([app, de, turn]);
    const server = {
      urls: ['turns:t.example:443?transport=tcp', 'turns:192.0.2.2:443?transport=tcp', 'turn:192.0.2.3:3478'],
      ...{ username: 'u', credential: 'c' },
    };
    let told: unknown;
    const asking = guard.permitted([server]).then((servers) => {
      told = servers;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).toBeUndefined();
    guard.cardSaid(fence('DE'), ours.key);
    await guard.enter();
    await asking;
    expect(told).toEqual([{ ...server, urls: ['turns:t.example:443?transport=tcp'] }]);
    const { lines } = await guard.receipt();
    expect(lines.map(({ address }) => address)).toEqual(['t.example']);
  });

  test('round trips: permitted relays alone, each once, and none where there is nothing to choose', async () => {
    const { guard, state } = await inGermany();
    await guard.enter();
    expect(await guard.wish()).toBeUndefined();
    expect(state.probed).toEqual([]);
    const free = device();
    free.state.shown = await free.ours.answer([app, de, us, host('cn', 'CN', '192.0.2.3')]);
    free.guard.cardSaid(fence('!CN'), free.ours.key);
    await free.guard.enter();
    const near = [
      { host: 'de', ms: 12 },
      { host: 'us', ms: 90 },
    ];
    expect(await free.guard.wish()).toEqual({ near });
    expect(await free.guard.wish()).toEqual({ near });
    expect(free.state.probed.sort()).toEqual(['192.0.2.1:3478', '192.0.2.2:3478']);
  });

  test('a packet that went outside after all ends the stay, and stands in the receipt', async () => {
    const { guard, state } = await inGermany();
    await guard.enter();
    const there = {
      address: '192.0.2.1',
      port: 4000,
      transport: 'udp',
      sentBytes: 10,
      receivedBytes: 5,
    } as const;
    guard.saw('1', [there]);
    expect(state.refused).toEqual([]);
    guard.saw('1', [
      { ...there, sentBytes: 30 },
      { ...there, address: '192.0.2.2' },
    ]);
    expect(state.refused).toEqual(['outsideFence']);
    const made = await guard.receipt();
    expect(made.outside).toBe(1);
    expect(made.lines.map(({ host, sentBytes, inFence }) => [host?.id, sentBytes, inFence])).toEqual([
      ['de', 30, true],
      ['us', 10, false],
    ]);
    expect(made.fences).toEqual({ room: 'DE', own: '*' });
  });

  test('what several transports exchanged adds up, and a look that comes late takes nothing back', async () => {
    const { guard } = device();
    const there = { address: '192.0.2.1', port: 4000, transport: 'udp', receivedBytes: 0 } as const;
    guard.saw('1', [{ ...there, sentBytes: 100 }]);
    guard.saw('2', [{ ...there, sentBytes: 40 }]);
    guard.saw('1', [{ ...there, sentBytes: 60 }]);
    guard.saw('1', [{ ...there, sentBytes: 110 }]);
    guard.signaled(7, 9);
    const { lines, outside } = await guard.receipt();
    expect(lines).toMatchObject([
      { sentBytes: 150 },
      { address: '192.0.2.100', port: 8080, transport: 'tcp', sentBytes: 7, receivedBytes: 9 },
    ]);
    expect(outside).toBe(0);
  });

  test('a receipt asks the transports first, and none that has ended', async () => {
    const { guard } = device();
    const there = { address: '192.0.2.1', port: 4000, transport: 'udp', receivedBytes: 0 } as const;
    let looks = 0;
    const forget = guard.watch(async () => {
      looks++;
      guard.saw('1', [{ ...there, sentBytes: 10 * looks }]);
    });
    expect((await guard.receipt()).lines).toMatchObject([{ sentBytes: 10 }]);
    expect((await guard.receipt()).lines).toMatchObject([{ sentBytes: 20 }]);
    forget();
    expect((await guard.receipt()).lines).toMatchObject([{ sentBytes: 20 }]);
  });
});

test('statistics of a browser: pairs that were used, TURN in place of what is behind it', () => {
  const stats = new Map<string, StatsReport>([
    ['l1', { type: 'local-candidate', candidateType: 'host' }],
    ['l2', { type: 'local-candidate', candidateType: 'relay', url: 'turns:t.example:443?transport=tcp' }],
    ['r1', { type: 'remote-candidate', address: '192.0.2.1', port: 4000, protocol: 'udp' }],
    ['r2', { type: 'remote-candidate', address: '192.0.2.2', port: 4000, protocol: 'udp' }],
    ...(
      [
        [
          'p1',
          {
            localCandidateId: 'l1',
            remoteCandidateId: 'r1',
            requestsSent: 2,
            bytesSent: 10,
            bytesReceived: 3,
          },
        ],
        ['p2', { localCandidateId: 'l1', remoteCandidateId: 'r1', requestsSent: 1, bytesSent: 5 }],
        ['p3', { localCandidateId: 'l1', remoteCandidateId: 'r2', requestsSent: 0 }],
        ['p4', { localCandidateId: 'l2', remoteCandidateId: 'r1', requestsSent: 1 }],
      ] as const
    ).map(([id, pair]) => [id, { type: 'candidate-pair', ...pair }] as const),
  ]);
  expect(exchangesOf(stats)).toEqual([
    { address: '192.0.2.1', port: 4000, transport: 'udp', sentBytes: 15, receivedBytes: 3 },
    { address: 't.example', port: 443, transport: 'tls', sentBytes: 0, receivedBytes: 0 },
  ]);
});

test('Z8 statistics that hide where packets went say that they went somewhere', () => {
  const stats = new Map<string, StatsReport>([
    ['l1', { type: 'local-candidate', candidateType: 'host' }],
    ['r1', { type: 'remote-candidate', candidateType: 'prflx', address: '', port: 4000, protocol: 'udp' }],
    ['p1', { type: 'candidate-pair', localCandidateId: 'l1', remoteCandidateId: 'r1', requestsReceived: 1 }],
  ]);
  expect(exchangesOf(stats)).toEqual([
    { address: '?', port: 4000, transport: 'udp', sentBytes: 0, receivedBytes: 0 },
  ]);
});
