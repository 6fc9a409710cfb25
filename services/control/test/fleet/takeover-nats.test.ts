import { leaseRules } from '@stoa/core/fleet';
import type { RoomCommand } from '@stoa/protocol';
import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../src/index.ts';
import type { ScriptedClient } from '../scripted-client.ts';
import { until } from './contract.ts';
import { type FleetWorld, fleetWorld, type Node } from './fleet-world.ts';

const clock: Clock = {
  now: () => performance.now(),
  unix: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let end = async () => {};
afterEach(() => end());

async function world() {
  const fleet = await fleetWorld('nats', clock);
  end = () => fleet.end();
  const [a, b] = [await fleet.add(), await fleet.add()];
  await a.control.begin();
  await b.control.begin();
  return { fleet, a, b, broker: fleet.broker!.server };
}

let commands = 1_000;
async function ask(one: ScriptedClient, command: RoomCommand, ms?: number) {
  const id = ++commands;
  one.say({ t: 'command', id, command, order: one.world.chance.bytes(80) });
  const answer = () => one.received.find((m) => (m.t === 'done' || m.t === 'refused') && m.id === id);
  await until(() => answer() !== undefined, ms);
  const it = answer()!;
  return it.t === 'refused' ? it.why : undefined;
}

/** Comes in and waits until it is in. */
async function join(fleet: FleetWorld, room: ReturnType<FleetWorld['handle']>, at: Node) {
  const one = await fleet.client(() => at).join(room);
  await until(() => one.leaf !== undefined);
  return one;
}

/** Comes back, as often as it is told to wait. */
async function comeBack(room: ReturnType<FleetWorld['handle']>, one: ScriptedClient, by: Node) {
  one.world.dial = () => by.dial();
  const before = one.all('resumed').length;
  for (const late = clock.now() + 15_000; one.all('resumed').length === before; ) {
    if (clock.now() > late) throw new Error('nobody took it back');
    await one.resume(room, { seen: one.all('event').at(-1)?.n ?? 0 });
    await until(() => one.gone || one.all('resumed').length > before, 15_000);
  }
}

const roles = (one: ScriptedClient) =>
  one.last('resumed').room?.stage.map(({ leaf, role }) => `${leaf} ${role}`);

async function staged(fleet: FleetWorld, a: Node, b: Node) {
  const room = fleet.handle();
  const host = await fleet.client(() => a).open(room);
  await until(() => host.has('admitted'));
  const speaker = await join(fleet, room, a);
  const carried = await join(fleet, room, b);
  await ask(speaker, { do: 'raiseHand' });
  expect(await ask(host, { do: 'invite', leaf: speaker.leaf! })).toBeUndefined();
  await ask(carried, { do: 'raiseHand' });
  await host.head();
  await until(() => carried.headSeq === 1);
  return { room, host, speaker, carried, all: [host, speaker, carried] };
}

test('W5 over a real broker: the owner is killed, and roles and hands are as before', async () => {
  const { fleet, a, b } = await world();
  const it = await staged(fleet, a, b);
  const peers = [...fleet.relay.peers.keys()];
  await a.kill();
  await until(() => it.host.gone && it.carried.gone, 10_000);
  await Promise.all(it.all.map((one) => comeBack(it.room, one, b)));
  for (const one of it.all) expect(roles(one)).toEqual(['0 moderator', '1 speaker']);
  expect(it.host.last('resumed').room).toMatchObject({ queue: [2], participants: 3 });
  expect([...fleet.relay.peers.keys()]).toEqual(peers);
  expect(await ask(it.host, { do: 'invite', leaf: it.carried.leaf! })).toBeUndefined();
});

test('W4 over a real broker: a control that sleeps longer than its lease is fenced off when it wakes', async () => {
  const { fleet, a, b } = await world();
  const it = await staged(fleet, a, b);
  const wake = a.pause();
  await comeBack(it.room, it.carried, b);
  expect(b.control.load.rooms).toBe(1);
  it.host.say({ t: 'command', id: 1, command: { do: 'endRoom' }, order: new Uint8Array(80) });
  await pass(50);
  wake();
  await until(() => it.host.gone && it.speaker.gone);
  expect(it.host.received.some((m) => m.t === 'done' && m.id === 1)).toBe(false);
  expect(a.control.load.rooms).toBe(0);
  await comeBack(it.room, it.host, a);
  expect(roles(it.host)).toEqual(['0 moderator', '1 speaker']);
});

test('W3 over a real broker: while it is away nobody is replaced, and afterwards everything goes on where it was', async () => {
  const { fleet, a, b, broker } = await world();
  const it = await staged(fleet, a, b);
  await broker.kill();
  await pass(leaseRules.lifeMs * 3);
  expect(await ask(it.host, { do: 'mute', leaf: it.speaker.leaf! })).toBe('stale');
  expect([it.host.gone, it.speaker.gone, it.carried.gone]).toEqual([false, false, false]);
  await broker.restart();
  await until(() => it.carried.gone, 15_000);
  await comeBack(it.room, it.carried, b);
  expect(a.control.load.rooms).toBe(1);
  let why: string | undefined = 'stale';
  for (let i = 0; i < 50 && why === 'stale'; i++) {
    why = await ask(it.host, { do: 'mute', leaf: it.speaker.leaf! });
    if (why === 'stale') await pass(100);
  }
  expect(why).toBeUndefined();
  // The broker had forgotten the room; it was told again.
  await pass(1_000);
  await a.kill();
  await comeBack(it.room, it.host, b);
  expect(it.host.last('resumed').room?.stage.map(({ muted }) => muted)).toEqual([false, true]);
});

test('W7 over a real broker: a drain moves everybody', async () => {
  const { fleet, a, b } = await world();
  const it = await staged(fleet, a, b);
  await a.control.drain();
  await until(() => it.host.gone && it.speaker.gone && it.carried.gone, 10_000);
  expect(it.host.last('closed').code).toBe('serverStopping');
  await Promise.all(it.all.map((one) => comeBack(it.room, one, b)));
  for (const one of it.all) expect(roles(one)).toEqual(['0 moderator', '1 speaker']);
  expect(fleet.relay.peers.size).toBe(3);
});
