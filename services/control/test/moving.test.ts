import { moveRules } from '@stoa/core/fleet';
import type { RelayCommand } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { expect, test } from 'vitest';
import type { ScriptedClient } from './scripted-client.ts';
import { createWorld, type FakeRelay, type World } from './world.ts';

/** A room whose transports come up by themselves. */
async function crowd(people: number, relays = 2, options = {}) {
  const world = createWorld(5, relays, options);
  for (const relay of world.relays) relay.connectsAtOnce = true;
  const { handle, host } = await world.room();
  const guests: ScriptedClient[] = [];
  for (let i = 0; i < people; i++) guests.push(await world.client().join(handle));
  await settled();
  return { world, handle, host, guests };
}

const homeOf = (world: World): FakeRelay => [...world.relays].sort((a, b) => b.peers.size - a.peers.size)[0]!;

const joins = (relay: FakeRelay) =>
  relay.commands.filter(
    (command): command is Extract<RelayCommand, { type: 'join' }> => command.type === 'join',
  );

test('a draining relay: everybody offers a second transport, is told when it carries, and only then the first is closed', async () => {
  const { world, host, guests } = await crowd(30);
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  const published = () => world.seats().filter((seat) => seat.publish).length;
  home.draining = true;
  world.poolChanged();
  await settled();
  // The stage is asked first, at once.
  expect(host.last('move')).toMatchObject({ why: 'drain' });
  await world.clock.advance(700);
  for (const client of [host, ...guests]) {
    expect(client.all('answer').at(-1)!.next).toBe(1);
    expect(client.last('moved').next).toBe(1);
    expect(client.has('mediaLost')).toBe(false);
  }
  // What is under way still arrives: both are there, with the same seat, and the second one had it before anybody was told.
  expect([other.peers.size, home.peers.size]).toEqual([31, 31]);
  expect(published()).toBe(2);
  expect(joins(other).filter(({ seat }) => seat.publish)).toHaveLength(1);
  for (const { seat } of joins(other)) expect(seat.subscribe).toBe(true);
  await world.clock.advance(moveRules.overlapMs + 100);
  expect([other.peers.size, home.peers.size]).toEqual([31, 0]);
  expect(published()).toBe(1);
  expect(world.control.load.transports).toBe(31);
  expect(world.clock.pending).toBeLessThan(40);
});

test('a thousand are moved within half a minute, and never more at once than the pace allows', async () => {
  const { world, guests } = await crowd(300);
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  const before = joins(other).length;
  home.draining = true;
  world.poolChanged();
  let last = 0;
  for (let second = 1; home.peers.size > 0 && second < 30; second++) {
    await world.clock.advance(1_000);
    const moved = joins(other).length - before;
    expect(moved - last).toBeLessThanOrEqual(2 * moveRules.slowest + 1);
    last = moved;
  }
  expect(home.peers.size).toBe(0);
  expect(guests.every((guest) => !guest.has('mediaLost'))).toBe(true);
}, 60_000);

test('nobody is asked to move where there is no other place, and everybody as soon as there is', async () => {
  const { world, guests } = await crowd(5, 2);
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  other.pressure = 0.9;
  home.draining = true;
  world.poolChanged();
  await world.clock.advance(3_000);
  expect(guests.some((guest) => guest.has('move'))).toBe(false);
  other.pressure = 0.2;
  await world.clock.advance(2_000 + moveRules.overlapMs);
  expect(guests.every((guest) => guest.has('moved'))).toBe(true);
  expect(home.peers.size).toBe(0);
});

test('whoever was asked and does not move is asked again; a second transport that fails costs nothing', async () => {
  const { world, guests } = await crowd(2);
  const [deaf, unlucky] = guests as [ScriptedClient, ScriptedClient];
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  deaf.moves = false;
  unlucky.moves = false;
  home.draining = true;
  world.poolChanged();
  await world.clock.advance(200);
  expect(deaf.all('move').length).toBe(1);
  other.refuses = 'relayFull';
  await unlucky.offer(undefined, 7);
  expect(unlucky.last('mediaLost')).toMatchObject({ next: 7 });
  other.refuses = undefined;
  deaf.moves = true;
  await world.clock.advance(moveRules.askAgainMs + 1_000);
  expect(deaf.all('move').length).toBe(2);
  expect(deaf.last('moved').next).toBe(1);
  await world.clock.advance(moveRules.overlapMs);
  expect(home.peers.size).toBeLessThanOrEqual(1);
});

test('a second transport that nobody asked for is refused, and the first goes on', async () => {
  const { world, guests } = await crowd(1);
  const before = world.control.load.transports;
  await guests[0]!.offer(undefined, 3);
  expect(guests[0]!.last('mediaLost')).toMatchObject({ next: 3 });
  expect(world.control.load.transports).toBe(before);
});

test('mute acts on both transports of a move', async () => {
  const { world, host, guests } = await crowd(1);
  const speaker = guests[0]!;
  await speaker.command({ do: 'raiseHand' }, undefined);
  await host.command({ do: 'invite', leaf: speaker.leaf! });
  const published = () => world.seats().filter((seat) => seat.publish).length;
  homeOf(world).draining = true;
  world.poolChanged();
  await settled();
  expect(published()).toBe(4);
  await host.command({ do: 'mute', leaf: speaker.leaf! });
  expect(published()).toBe(2);
});

test('a speaker keeps a spare that carries nothing; when the relay dies it takes over at once, without a new offer', async () => {
  const { world, host, guests } = await crowd(moveRules.spareFrom);
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  await world.clock.advance(2_000);
  expect(host.last('move')).toMatchObject({ why: 'spare' });
  expect(guests.some((guest) => guest.has('move'))).toBe(false);
  expect(host.has('moved')).toBe(false);
  expect(other.peers.size).toBe(1);
  // Its relay lets it begin at any time, and sends it nothing.
  expect([...other.peers.values()][0]!.seat).toMatchObject({ publish: true, subscribe: false });
  // It is no link of the room either: nothing of the room goes there.
  expect(home.commands.some((command) => command.type === 'links')).toBe(false);
  home.crash();
  await settled();
  expect(host.last('moved').next).toBe(1);
  expect(host.has('mediaLost')).toBe(false);
  expect([...other.peers.values()][0]!.seat).toMatchObject({ publish: true, subscribe: true });
  expect(guests.every((guest) => guest.has('mediaLost'))).toBe(true);
});

test('whoever leaves the stage keeps no spare', async () => {
  const { world, host, guests } = await crowd(moveRules.spareFrom);
  const speaker = guests[0]!;
  await speaker.command({ do: 'raiseHand' }, undefined);
  await host.command({ do: 'invite', leaf: speaker.leaf! });
  await world.clock.advance(3_000);
  expect(speaker.has('move')).toBe(true);
  const spares = world.control.load.transports;
  await speaker.command({ do: 'leaveStage' }, undefined);
  expect(speaker.last('mediaLost').next).toBe(1);
  expect(world.control.load.transports).toBe(spares - 1);
});

test('a small room, or one relay alone, keeps no spares', async () => {
  for (const [people, relays] of [
    [moveRules.spareFrom - 2, 2],
    [moveRules.spareFrom + 5, 1],
  ]) {
    const { world, host } = await crowd(people!, relays);
    await world.clock.advance(5_000);
    expect(host.has('move')).toBe(false);
  }
});

test('after a lost socket the last move is told once more', async () => {
  const { world, handle, guests } = await crowd(1);
  const guest = guests[0]!;
  homeOf(world).draining = true;
  world.poolChanged();
  await world.clock.advance(300);
  guest.received.length = 0;
  await guest.resume(handle);
  expect(guest.last('moved').next).toBe(1);
});

test('a join at full pressure is answered at once with a time to come back; those inside notice nothing', async () => {
  const { world, handle, host, guests } = await crowd(3);
  const before = [host, ...guests].map((client) => client.received.length);
  for (const relay of world.relays) relay.pressure = 0.9;
  const waits: number[] = [];
  for (let i = 0; i < 40; i++) {
    const { code, retryInMs } = (await world.client().join(handle)).last('closed');
    expect(code).toBe('busy');
    waits.push(retryInMs!);
  }
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_000);
  expect(new Set(waits).size).toBeGreaterThan(30);
  expect([host, ...guests].map((client) => client.received.length)).toEqual(before);
  expect(world.control.load.participants).toBe(4);
  for (const relay of world.relays) relay.pressure = 0.3;
  expect((await world.client().join(handle)).has('admitted')).toBe(true);
});

test('a storm of joins counts before relays say that they are full', async () => {
  const world = createWorld(1, 1, { packetBudget: 1_000 });
  const { handle } = await world.room();
  let refused = 0;
  for (let i = 0; i < 30; i++) if ((await world.client().join(handle)).has('closed')) refused++;
  expect(refused).toBeGreaterThan(10);
  expect(world.relay.peers.size).toBeLessThan(18);
});

test('seats lost with a relay come back within a window that grows with their number', async () => {
  const { world, host, guests } = await crowd(200);
  homeOf(world).crash();
  await settled();
  const waits = guests.flatMap((guest) => guest.all('mediaLost').map(({ retryInMs }) => retryInMs));
  expect(waits.length).toBeGreaterThan(80);
  expect(Math.max(...waits)).toBeLessThan(50 + 201 * moveRules.offerMs + 1);
  expect(Math.max(...waits)).toBeGreaterThan(130);
  const hostWait = host.all('mediaLost')[0];
  if (hostWait) expect(hostWait.retryInMs).toBeLessThanOrEqual(50);
});

test('a spare whose relay is about to end is given up, and another is asked for when there is a place again', async () => {
  const { world, host } = await crowd(moveRules.spareFrom);
  const home = homeOf(world);
  const other = world.relays.find((relay) => relay !== home)!;
  await world.clock.advance(3_000);
  expect(other.peers.size).toBe(1);
  other.draining = true;
  world.poolChanged();
  await settled();
  expect(other.peers.size).toBe(0);
  expect(host.last('mediaLost')).toMatchObject({ next: 1 });
  other.draining = false;
  world.poolChanged();
  await world.clock.advance(12_000);
  expect(host.all('move').length).toBe(2);
  expect(other.peers.size).toBe(1);
});

test('nobody is told to change over before all relays of the room know of each other; one that is stopped is not waited for long', async () => {
  const { world, host } = await crowd(2);
  const home = homeOf(world);
  home.answers = false;
  home.draining = true;
  world.poolChanged();
  await world.clock.advance(1_000);
  expect(host.all('answer').at(-1)!.next).toBe(1);
  expect(host.has('moved')).toBe(false);
  await world.clock.advance(1_000);
  expect(host.last('moved').next).toBe(1);
  const asked = home.commands
    .filter(({ type }) => type === 'ping' || type === 'links')
    .map(({ type }) => type);
  // What is answered comes after what it answers for.
  expect(asked.slice(0, 2)).toEqual(['links', 'ping']);
});
