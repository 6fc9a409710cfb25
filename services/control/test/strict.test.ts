import { settled } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { createWorld } from './world.ts';

const strictOf = (world: ReturnType<typeof createWorld>) =>
  world.relay.commands.flatMap((command) => (command.type === 'join' ? [command.strict ?? false] : []));

test('every transport of a strict room is told to the relay as one with larger packets', async () => {
  const world = createWorld();
  const handle = world.handle();
  const host = await world.client().connect();
  host.say({ ...(await host.openMessage(handle)), strict: true });
  await settled();
  const guest = await world.client().join(handle);
  await guest.offer();
  expect(strictOf(world)).toEqual([true, true, true]);
  // A relay that died took nothing of it along.
  world.relay.crash();
  world.relay.recover();
  await host.offer();
  expect(strictOf(world)).toEqual([true, true, true, true]);
});

test('the rooms beside it are as they were', async () => {
  const world = createWorld();
  const { handle } = await world.room();
  await world.client().join(handle);
  expect(strictOf(world)).toEqual([false, false]);
});
