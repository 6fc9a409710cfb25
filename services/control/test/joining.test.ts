import { settled } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { createWorld } from './world.ts';

test('a device opens a room, another joins, both get transports and see each other counted', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  expect(host.last('admitted')).toMatchObject({ leaf: 0, n: 0 });
  expect(host.last('acting').leaf).toBe(0);
  expect(host.has('answer')).toBe(true);
  const guest = await world.client().join(handle);
  expect(guest.received.map((m) => m.t)).toEqual(['challenge', 'waiting', 'answer', 'admitted']);
  expect(guest.last('admitted').room.stage).toEqual([
    { leaf: 0, role: 'moderator', muted: false, away: false },
  ]);
  expect(guest.last('admitted').stageEntries.map((entry) => entry.leaf)).toEqual([0]);
  expect(world.seats()).toEqual([
    { publish: true, subscribe: true, onStage: true },
    { publish: false, subscribe: true, onStage: false },
  ]);
  await world.clock.advance(1_000);
  expect(host.events('countsChanged').at(-1)?.event).toMatchObject({ participants: 2 });
  await settled();
});
