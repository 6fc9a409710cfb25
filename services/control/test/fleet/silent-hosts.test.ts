import type { LinkId } from '@stoa/protocol';
import type { Presence } from '@stoa/protocol/fleet';
import { VirtualClock } from '@stoa/testkit';
import { afterEach, expect, test } from 'vitest';
import { fleetRelays } from '../../src/relays/fleet-relays.ts';

// A host of relays that is not heard of may be dead, or only cut off from us while it goes on carrying its rooms.

const presence = (host: string): Presence => ({
  v: 1,
  host,
  life: `${host}-life`,
  addresses: ['192.0.2.1'],
  draining: false,
  relays: [{ index: 0, up: true, link: `${host}.link` as LinkId, port: 4_000, pressure: 0 }],
});

let stop = async () => {};
afterEach(() => stop());

function fleet(...heard: string[]) {
  const clock = new VirtualClock();
  let tell: (presence: Presence) => void = () => {};
  const relays = fleetRelays({
    carrier: {
      reaches: () => true,
      tell() {},
      onPresence: (listener) => {
        tell = listener;
      },
      onWord() {},
    },
    clock,
    life: 'control',
  });
  stop = () => relays.stop();
  for (const host of heard) tell(presence(host));
  const lost: number[] = [];
  for (const relay of relays.relays) relay.onDown(() => lost.push(clock.now()));
  const pass = async (ms: number, ...talking: string[]) => {
    for (const until = clock.now() + ms; clock.now() < until; await clock.advance(500))
      for (const host of talking) tell(presence(host));
  };
  return { lost, pass };
}

test('with another host that could carry its rooms it is lost after three seconds without a word', async () => {
  const { lost, pass } = fleet('one', 'two');
  await pass(5_000, 'two');
  expect(lost).toEqual([3_000]);
});

test('the only one keeps its people while it is cut off, and is as before when it is heard of again', async () => {
  const { lost, pass } = fleet('one');
  await pass(80_000);
  expect(lost).toEqual([]);
  await pass(20_000, 'one');
  expect(lost).toEqual([]);
});

test('it is lost when it would have given its rooms up, and as soon as another host appears', async () => {
  const alone = fleet('one');
  await alone.pass(100_000);
  expect(alone.lost).toEqual([90_000]);
  await stop();
  const joined = fleet('one');
  await joined.pass(10_000);
  await joined.pass(2_000, 'two');
  expect(joined.lost).toEqual([10_500]);
});
