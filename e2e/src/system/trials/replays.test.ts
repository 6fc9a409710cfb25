import { frame } from '@stoa/relay/test';
import { afterAll, expect, test } from 'vitest';
import { seeded } from '../../fuzz/mutate.ts';
import { kindOf, Stranger } from './path.ts';
import { heardBy, listener, speaker, until, useRelay, wait } from './rig.ts';

const relay = useRelay();
let stranger: Stranger | undefined;
afterAll(() => stranger?.close());

/** What was heard of a publisher, by the number that stands in each payload, in the order of arrival. */
const numbers = (packets: readonly Buffer[]) => packets.map((packet) => packet.readUInt32BE(20));

test('M5 old packets of a publisher sent again, across the wrap of its sequence: none is forwarded twice', async () => {
  const chance = seeded(6);
  const era = relay.era();
  const path = await relay.path();
  const kept: Buffer[] = [];
  path.toRelay = (datagram) => {
    if (kindOf(datagram) === 'srtp') kept.push(datagram);
    return [datagram];
  };
  const { client: voice } = await relay.join(speaker, { era, path });
  const { client: ear } = await relay.join(listener, { era });
  const first = 65_535 - 149;
  const frames = 300;
  let replayed = 0;
  for (let n = 0; n < frames; n++) {
    voice.send(frame(voice.ssrc, first + n, n * 960));
    await wait(20);
    if (n % 50 !== 49) continue;
    // The last 64 to 128, in any order, and some twice.
    const count = 64 + chance(65);
    for (const old of kept.slice(-count).sort(() => chance(3) - 1)) {
      path.say(old);
      if (chance(4) === 0) path.say(old);
      replayed++;
    }
  }
  await until('all is heard', () => heardBy(ear) >= frames).catch(() => {});
  await wait(300);
  const heard = numbers(ear.heard[0]!);
  console.log(`M5: ${replayed} packets sent again`);
  expect(replayed).toBeGreaterThan(300);
  expect(new Set(heard).size).toBe(heard.length);
  // The legitimate wrap plays on: all of it, in order.
  expect(heard).toEqual(Array.from({ length: frames }, (_, n) => first + n));
  expect(relay.isSame()).toBe(true);
});

test('M5 packets of before a new transport, sent again on the new one, are not forwarded', async () => {
  const era = relay.era();
  const before = await relay.path();
  const kept: Buffer[] = [];
  before.toRelay = (datagram) => {
    if (kindOf(datagram) === 'srtp') kept.push(datagram);
    return [datagram];
  };
  const { client: first } = await relay.join(speaker, { era, path: before });
  const { client: ear } = await relay.join(listener, { era });
  for (let n = 0; n < 50; n++) {
    first.send(frame(first.ssrc, n, n * 960));
    await wait(10);
  }
  await until('it is heard', () => heardBy(ear) === 50);
  const after = await relay.path();
  await relay.join(speaker, { era, path: after });
  for (const old of kept) after.say(old);
  await wait(500);
  expect(kept.length).toBe(50);
  expect(heardBy(ear)).toBe(50);
});

test('M4 RTP in clear, from a stranger and from a publisher’s own address: nothing is forwarded, nothing comes back', async () => {
  const era = relay.era();
  const path = await relay.path();
  const { client: voice } = await relay.join(speaker, { era, path });
  const { client: ear } = await relay.join(listener, { era });
  stranger = await Stranger.at('127.0.0.74');
  await wait(200);
  for (let n = 0; n < 200; n++) {
    const packet = frame(voice.ssrc, n, n * 960);
    stranger.send(packet, relay.port);
    path.say(packet);
    // With something behind it that could be a tag, it gets as far as the check of the tag.
    path.say(Buffer.concat([packet, Buffer.alloc(16, n)]));
    await wait(5);
  }
  await wait(300);
  expect(heardBy(ear)).toBe(0);
  expect(stranger.receivedBytes).toBe(0);
  voice.send(frame(voice.ssrc, 500, 0));
  await until('the publisher itself is heard', () => heardBy(ear) === 1);
  expect(relay.isSame()).toBe(true);
});
