import type { RelaySeat } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { relayWorld } from '../../test/relay-world.ts';

const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };

test('N4 a relay that did not run for three seconds closes everything before it forwards anything', async () => {
  const world = relayWorld(100, undefined, { now: 1000 }, 3_000);
  const talker = await world.join(1, speaker);
  const audience = await world.join(2, listener);
  talker.talk();
  expect(audience.heard).toHaveLength(1);
  world.pass(3_000);
  talker.talk();
  talker.talk();
  expect(audience.heard).toHaveLength(1);
  expect(world.of('gone')).toHaveLength(2);
  expect([talker.disposed, audience.disposed]).toEqual([1, 1]);
  const next = await world.join(3, speaker);
  const there = await world.join(4, listener);
  next.talk();
  expect(there.heard).toHaveLength(1);
});

test('N4 one that runs and hears nothing keeps its transports, and one without a fleet keeps them in any case', async () => {
  const world = relayWorld(100, undefined, { now: 1000 }, 3_000);
  const talker = await world.join(1, listener);
  world.seconds(30);
  expect(talker.disposed).toBe(0);
  const alone = relayWorld();
  const sleeper = await alone.join(1, listener);
  alone.pass(60_000);
  alone.relay.second();
  expect(sleeper.disposed).toBe(0);
});

test('a relay that cannot keep up drops frames until it has come round, and goes on then', async () => {
  const world = relayWorld(100, undefined, { now: 1000 }, undefined, undefined, 400);
  const talker = await world.join(1, speaker);
  const audience = await world.join(2, listener);
  const say = (times: number) => {
    for (let i = 0; i < times; i++) {
      talker.talk();
      world.pass(40);
    }
  };
  say(20);
  // Ten frames took it 400 ms: the rest of what had waited is dropped.
  expect(audience.heard).toHaveLength(10);
  expect(world.relay.load()).toMatchObject({ packetsIn: 20, packetsShed: 10 });
  world.relay.round();
  say(5);
  expect(audience.heard).toHaveLength(15);
  expect(world.of('gone')).toEqual([]);
  // Held up by others for as long, it has nothing to catch up with.
  world.pass(500);
  say(5);
  expect(audience.heard).toHaveLength(20);
});
