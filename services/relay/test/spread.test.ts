import { RtpHeader, readRtp } from '@stoa/core/forwarding';
import { eraId, peerId, type RelaySeat } from '@stoa/protocol';
import { afterAll, expect, test } from 'vitest';
import type { RelayHandle } from '../src/index.ts';
import { createPoolWithPatience } from '../src/supervisor.ts';
import { frame, senderOf, type TestClient, testClient } from './client.ts';
import { listener, muted, nextEvent, speaker, until, wait } from './harness.ts';

/** Real processes, real transports. */
const pool = createPoolWithPatience(
  { count: 4, bindAddress: '127.0.0.1', firstPort: 0, log: () => {} },
  { pingMs: 200 },
);
const clients: TestClient[] = [];
let peers = 0;

afterAll(async () => {
  for (const client of clients) client.close();
  await pool.stop();
});

async function join(relay: RelayHandle, seat: RelaySeat, era: number) {
  const client = testClient();
  clients.push(client);
  const peer = peerId(++peers);
  const reply = nextEvent(relay, peer, 'answered', 'refused');
  relay.send({
    type: 'join',
    peer,
    era: eraId(era),
    offer: client.offer,
    seat,
    sender: senderOf(client.ssrc),
  });
  const answered = await reply;
  if (answered.type === 'refused') throw new Error(answered.why);
  const connected = nextEvent(relay, peer, 'connected');
  client.accept(answered.answer);
  await Promise.all([connected, client.connected()]);
  return { client, peer };
}

const tell = (relays: readonly RelayHandle[], era: number) => {
  for (const relay of relays) {
    const links = relays.filter((other) => other !== relay).map(({ link }) => link!);
    relay.send({ type: 'links', era: eraId(era), links });
  }
};
const sequences = (packets: readonly Buffer[]) =>
  packets.map((packet) => {
    const header = new RtpHeader();
    expect(readRtp(packet, header)).toBe('ok');
    return header.sequence;
  });

test('L1 L2 L4 one room over four processes: everybody hears every frame once, in order, until the speaker is muted', async () => {
  await pool.start();
  const relays = pool.relays;
  const era = 77;
  const talker = await join(relays[0]!, speaker, era);
  const others = await Promise.all(relays.map((relay) => join(relay, listener, era)));
  const stranger = await join(relays[1]!, listener, 78);
  tell(relays, era);
  await wait(100);
  for (let n = 0; n < 100; n++) {
    talker.client.send(frame(talker.client.ssrc, 100 + n, n * 960, 3));
    await wait(15);
  }
  await until('the last one is there', () => others.every(({ client }) => client.heard.flat().length >= 100));
  for (const { client } of others) {
    const numbers = sequences(client.heard.flat());
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => (numbers[0]! + i) & 0xffff));
    expect(client.heard.flat()[50]!.subarray(12)).toEqual(
      frame(talker.client.ssrc, 150, 50 * 960, 3).subarray(12),
    );
  }
  expect(stranger.client.heard.flat()).toEqual([]);
  relays[0]!.send({ type: 'seat', peer: talker.peer, seat: muted });
  await wait(50);
  const before = others.map(({ client }) => client.heard.flat().length);
  for (let n = 100; n < 120; n++) talker.client.send(frame(talker.client.ssrc, 100 + n, n * 960, 3));
  await wait(150);
  expect(others.map(({ client }) => client.heard.flat().length)).toEqual(before);
}, 60_000);

test('L5 L9 a process that dies takes its voices with it; the one in its place is heard by its new name alone', async () => {
  const [a, b] = [pool.relays[0]!, pool.relays[1]!];
  const era = 90;
  const dying = await join(b, speaker, era);
  const hearer = await join(a, listener, era);
  tell([a, b], era);
  await wait(100);
  dying.client.send(frame(dying.client.ssrc, 1, 960, 3));
  await until('it is heard', () => hearer.client.heard.flat().length === 1);
  const old = b.link;
  const back = new Promise<void>((resolve) => void b.onUp(resolve));
  process.kill(b.pid!, 'SIGKILL');
  await back;
  expect(b.link).not.toBe(old);
  const again = await join(b, speaker, era);
  again.client.send(frame(again.client.ssrc, 1, 960, 3));
  await wait(150);
  expect(hearer.client.heard.flat()).toHaveLength(1);
  tell([a, b], era);
  await wait(50);
  again.client.send(frame(again.client.ssrc, 2, 1920, 3));
  await until('it is heard again', () => hearer.client.heard.flat().length === 2);
}, 60_000);
