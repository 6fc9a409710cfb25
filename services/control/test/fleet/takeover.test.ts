import { leaseRules } from '@stoa/core/fleet';
import type { RoomHandle } from '@stoa/protocol';
import { readFence } from '@stoa/protocol/fleet';
import { settled, VirtualClock } from '@stoa/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import type { ScriptedClient } from '../scripted-client.ts';
import { type FleetWorld, fleetWorld, type Node } from './fleet-world.ts';

let end = async () => {};
afterEach(() => end());

async function world(count: number = 2) {
  const clock = new VirtualClock();
  const fleet = await fleetWorld('inProcess', clock);
  end = () => fleet.end();
  for (let i = 0; i < count; i++) await (await fleet.add()).control.begin();
  await clock.advance(1_000);
  const [a, b, c] = fleet.nodes as [Node, Node, Node];
  return { fleet, clock, a, b, c };
}

/** Certainly longer than it takes until a control that says nothing is replaced. */
const replacedMs = leaseRules.lifeMs + 3 * leaseRules.renewMs;

/** A room with a host, a moderator, a speaker, a raised hand and somebody who was removed. */
async function furnished(fleet: FleetWorld, at: Node, other: Node) {
  const room = fleet.handle();
  const host = await fleet.client(() => at).open(room);
  const join = async (node: Node, subject?: string) => {
    const one = await fleet.client(() => node).join(room, subject);
    await settled();
    return one;
  };
  const removedSubject = fleet.id();
  const speaker = await join(at);
  const moderator = await join(other);
  const listener = await join(other);
  const removed = await join(at, removedSubject);
  for (const who of [speaker, moderator]) {
    await who.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: who.leaf! });
  }
  await host.command({ do: 'makeModerator', leaf: moderator.leaf! });
  await host.command({ do: 'mute', leaf: speaker.leaf! });
  await host.command({ do: 'setChat', who: 'stage' }, undefined);
  await host.command({ do: 'remove', leaf: removed.leaf! });
  await listener.command({ do: 'raiseHand' });
  await host.head();
  await settled();
  return {
    room,
    host,
    speaker,
    moderator,
    listener,
    removed,
    removedSubject,
    all: [host, speaker, moderator, listener],
  };
}

/** Everybody whose socket broke comes back by this control. */
async function comeBack(room: RoomHandle, people: readonly ScriptedClient[], by: Node) {
  for (const one of people) {
    one.world.dial = () => by.dial();
    await one.resume(room, { seen: one.all('event').at(-1)?.n ?? 0 });
  }
  await settled();
}

const stageOf = (one: ScriptedClient) =>
  one
    .last('resumed')
    .room?.stage.map(({ leaf, role, muted }) => [leaf as number, role, muted])
    .sort();

test('W1 a room has one owner, whichever control its people come to', async () => {
  const { fleet, a, b } = await world();
  const room = fleet.handle();
  const host = await fleet.client(() => a).open(room);
  const guest = await fleet.client(() => b).join(room);
  await settled();
  expect(guest.leaf).toBe(1);
  expect([a.control.load.rooms, b.control.load.rooms]).toEqual([1, 0]);
  await guest.command({ do: 'raiseHand' });
  await (fleet.clock as VirtualClock).advance(200);
  expect(host.events('handsChanged').at(-1)?.event).toMatchObject({ queue: [1] });
  const again = await fleet.client(() => b).open(room);
  expect(again.last('closed').code).toBe('tokenRefused');
  expect((await fleet.client(() => b).join(fleet.handle())).last('closed').code).toBe('roomNotFound');
});

describe('W5 another control goes on with a room whose owner was killed', () => {
  test('roles, hands, chat and removals are as before within two seconds, and nobody was closed at the relay', async () => {
    const { fleet, clock, a, b } = await world();
    const it = await furnished(fleet, a, b);
    const peers = [...fleet.relay.peers.keys()];
    expect(peers).toHaveLength(4);
    await a.kill();
    await clock.advance(replacedMs);
    expect(b.lines.map(({ event }) => event)).toContain('eraTaken');
    await comeBack(it.room, it.all, b);
    const stage = [
      [0, 'moderator', false],
      [it.speaker.leaf as number, 'speaker', true],
      [it.moderator.leaf as number, 'moderator', false],
    ].sort();
    for (const one of it.all) expect(stageOf(one)).toEqual(stage);
    expect(it.host.last('resumed').room).toMatchObject({
      queue: [it.listener.leaf],
      hands: 1,
      participants: 4,
      chat: 'stage',
    });
    expect([...fleet.relay.peers.keys()]).toEqual(peers);
    for (const one of it.all) expect(one.has('mediaLost')).toBe(false);
    const muted = [...fleet.relay.peers.values()].map(({ seat }) => seat.publish);
    expect(muted).toEqual([true, false, true, false]);

    // The one who was removed is so for good, on its old seat and as itself.
    it.removed.world.dial = () => b.dial();
    await it.removed.resume(it.room);
    expect(it.removed.last('closed').code).toBe('removed');
    const again = await fleet.client(() => b).join(it.room, it.removedSubject);
    expect(again.last('closed').code).toBe('removed');

    // And it goes on.
    await it.host.command({ do: 'invite', leaf: it.listener.leaf! });
    await clock.advance(200);
    expect(it.speaker.events('stageJoined').at(-1)?.event).toMatchObject({
      member: { leaf: it.listener.leaf },
    });
    const newcomer = await fleet.client(() => b).join(it.room);
    await settled();
    expect(newcomer.leaf).toBe(5);
    expect(await it.listener.command({ do: 'endRoom' })).toBe('notAllowed');
    await it.moderator.command({ do: 'endRoom' });
    expect(it.host.last('closed').code).toBe('roomEnded');
    expect(fleet.relay.peers.size).toBe(0);
  });

  test('whoever comes back before that is certain waits, and is let in then', async () => {
    const { fleet, clock, a, b } = await world();
    const { room, speaker } = await furnished(fleet, a, b);
    await a.kill();
    await clock.advance(300);
    speaker.world.dial = () => b.dial();
    await speaker.resume(room);
    expect(speaker.has('resumed')).toBe(false);
    await clock.advance(replacedMs);
    expect(speaker.has('resumed')).toBe(true);
    expect(speaker.gone).toBe(false);
  });

  test('whoever does not come back is gone after the usual time, and their hands and places with them', async () => {
    const { fleet, clock, a, b } = await world();
    const it = await furnished(fleet, a, b);
    await a.kill();
    await clock.advance(replacedMs);
    await comeBack(it.room, [it.host], b);
    await clock.advance(16_000);
    expect(it.host.events('stageLeft').map(({ event }) => event)).toEqual(
      expect.arrayContaining([expect.objectContaining({ leaf: it.speaker.leaf })]),
    );
    expect(fleet.relay.peers.size).toBe(1);
  });

  test('guests at the door ask again', async () => {
    const { fleet, clock, a, b } = await world();
    const room = fleet.handle();
    const host = await fleet.client(() => a).open(room);
    host.admits = false;
    const guest = await fleet.client(() => a).join(room);
    expect(guest.has('waiting')).toBe(true);
    await a.kill();
    await clock.advance(replacedMs);
    host.admits = true;
    await comeBack(room, [host], b);
    guest.world.dial = () => b.dial();
    await guest.join(room);
    await settled();
    expect(guest.leaf).toBe(1);
    // What it had asked for before is closed at the relay: nobody knows of it.
    expect(fleet.relay.peers.size).toBe(2);
  });

  test('again and again: three controls, one after the other', async () => {
    const { fleet, clock, a, b, c } = await world(3);
    const it = await furnished(fleet, a, b);
    await a.kill();
    await clock.advance(replacedMs);
    const second = b.control.load.rooms === 1 ? b : c;
    const third = second === b ? c : b;
    await comeBack(it.room, it.all, third);
    const stage = stageOf(it.host);
    expect(stage).toHaveLength(3);
    await second.kill();
    await clock.advance(replacedMs);
    await comeBack(it.room, it.all, third);
    expect(stageOf(it.host)).toEqual(stage);
    expect(fleet.relay.peers.size).toBe(4);
  });
});

describe('W4 an owner that was replaced does nothing more', () => {
  test('a process that slept is an owner no more when it wakes, and no word of it is obeyed', async () => {
    const { fleet, clock, a, b } = await world();
    const it = await furnished(fleet, a, b);
    const wake = a.pause();
    await clock.advance(replacedMs);
    expect(b.control.load.rooms).toBe(1);
    await comeBack(it.room, [it.moderator, it.listener], b);
    const seats = [...fleet.relay.peers.values()].map(({ seat }) => seat);
    // What its people said while it slept is in its sockets' buffers.
    it.host.say({
      t: 'command',
      id: 90,
      command: { do: 'remove', leaf: it.listener.leaf! },
      order: new Uint8Array(80),
    });
    it.speaker.say({ t: 'leave' });
    await settled();
    wake();
    await settled();
    expect(it.host.received.some((m) => m.t === 'done' && m.id === 90)).toBe(false);
    await clock.advance(1_000);
    expect(a.lines.map(({ event }) => event)).toContain('replaced');
    expect([it.host.gone, it.speaker.gone]).toEqual([true, true]);
    expect([...fleet.relay.peers.values()].map(({ seat }) => seat)).toEqual(seats);
    expect([a.control.load.rooms, b.control.load.rooms]).toEqual([0, 1]);
    // Under its new name it is as good as any other.
    await comeBack(it.room, [it.host, it.speaker], a);
    expect(stageOf(it.host)).toHaveLength(3);
    expect(await it.host.command({ do: 'mute', leaf: it.moderator.leaf! })).toBe(undefined);
    const own = fleet.handle();
    await fleet.client(() => a).open(own);
    expect(a.control.load.rooms).toBe(1);
  });

  test('a relay refuses what an owner of before says after all', async () => {
    const { fleet, clock, a, b } = await world();
    await furnished(fleet, a, b);
    a.cut(true);
    await clock.advance(replacedMs);
    expect(b.control.load.rooms).toBe(1);
    const peer = [...fleet.relay.peers.keys()][0]!;
    fleet.relay.handle().send({ type: 'close', peer }, 1);
    expect(fleet.relay.peers.has(peer)).toBe(true);
    expect(fleet.relay.refused).toHaveLength(1);
  });
});

describe('W3 a control that cannot be sure decides nothing', () => {
  test('cut off, it lets nobody in and changes no role, and answers; healed in time, it goes on with what waited', async () => {
    const { fleet, clock, a, b } = await world();
    const it = await furnished(fleet, a, b);
    a.cut(true);
    b.cut(true);
    await clock.advance(10_000);
    expect(a.control.load.rooms).toBe(1);
    expect(await it.host.command({ do: 'mute', leaf: it.moderator.leaf! })).toBe('stale');
    const guest = await fleet.client(() => a).join(it.room);
    expect(guest.last('closed')).toMatchObject({ code: 'busy' });
    it.host.say({ t: 'ping' });
    await settled();
    expect(it.host.received.at(-1)).toEqual({ t: 'pong' });
    const seq = it.host.headSeq;
    await it.host.head();
    expect(it.speaker.headSeq).toBe(seq);
    expect(it.host.gone).toBe(false);
    a.cut(false);
    await clock.advance(1_000);
    expect(it.speaker.headSeq).toBe(seq + 1);
    expect(await it.host.command({ do: 'mute', leaf: it.moderator.leaf! })).toBe(undefined);
    b.cut(false);
    await clock.advance(3_000);
    expect([a.control.load.rooms, b.control.load.rooms]).toEqual([1, 0]);
  });

  test('somebody whose socket breaks meanwhile comes back to the same control and stays', async () => {
    const { fleet, clock, a, b } = await world();
    const it = await furnished(fleet, a, b);
    a.cut(true);
    b.cut(true);
    await clock.advance(5_000);
    it.speaker.socket.drop();
    await settled();
    await it.speaker.resume(it.room);
    await clock.advance(200);
    expect(it.speaker.has('resumed')).toBe(true);
    await clock.advance(30_000);
    expect(it.speaker.gone).toBe(false);
    a.cut(false);
    b.cut(false);
    await clock.advance(3_000);
    expect(it.host.events('stageLeft')).toHaveLength(0);
  });

  test('alone for long, a control works on without the store, and is not replaced by one that comes meanwhile', async () => {
    const { fleet, clock, a } = await world(1);
    await clock.advance(leaseRules.aloneAfterMs + 1_000);
    const room = fleet.handle();
    const host = await fleet.client(() => a).open(room);
    a.cut(true);
    await clock.advance(5_000);
    const guest = await fleet.client(() => a).join(room);
    await clock.advance(500);
    expect(guest.leaf).toBe(1);
    const b = await fleet.add();
    void b.control.begin();
    await clock.advance(50_000);
    expect(b.control.load.rooms).toBe(0);
    const second = await fleet.client(() => a).join(room);
    await clock.advance(500);
    expect(second.leaf).toBe(2);
    a.cut(false);
    await clock.advance(2_000);
    expect(host.gone).toBe(false);
    // What could not be written down meanwhile is now.
    await a.kill();
    await clock.advance(leaseRules.lifeMs * 2);
    await comeBack(room, [host, guest, second], b);
    expect(host.last('resumed').room).toMatchObject({ participants: 3 });
  });
});

test('W4 a control that was alone, was killed and begins again has its rooms again: its process has certainly ended', async () => {
  const clock = new VirtualClock();
  const fleet = await fleetWorld('inProcess', clock);
  end = () => fleet.end();
  const ended = new Set<string>();
  const process = (own: string) => ({ own, hasEnded: (other: string) => ended.has(other) });
  const add = (own: string) => fleet.add(undefined, undefined, {}, process(own));
  const before = await add('first');
  await before.control.begin();
  await clock.advance(leaseRules.aloneAfterMs + 1_000);
  const room = fleet.handle();
  const host = await fleet.client(() => before).open(room);
  await before.kill();
  const after = await add('second');
  void after.control.begin();
  await clock.advance(5_000);
  // It may live and be cut off, for all that is known.
  expect(after.control.load.rooms).toBe(0);
  ended.add('first');
  await clock.advance(leaseRules.renewMs * 2);
  expect(after.control.load.rooms).toBe(1);
  await comeBack(room, [host], after);
  expect(host.last('resumed').room?.stage).toHaveLength(1);
  expect(fleet.relay.peers.size).toBe(1);
});

test('W7 a control that drains gives its rooms away, and everybody goes on at another one at once', async () => {
  const { fleet, clock, a, b } = await world();
  const it = await furnished(fleet, a, b);
  const done = a.control.drain();
  await clock.advance(100);
  await done;
  for (const one of [it.host, it.speaker])
    expect(one.last('closed')).toEqual({ t: 'closed', code: 'serverStopping', retryInMs: 0 });
  await comeBack(it.room, it.all, b);
  await clock.advance(100);
  expect(stageOf(it.host)).toHaveLength(3);
  expect(fleet.relay.peers.size).toBe(4);
});

test('W2 a store that forgets the memory of rooms is told all of it again', async () => {
  const { fleet, clock, a, b } = await world();
  const it = await furnished(fleet, a, b);
  fleet.shared.forget();
  await clock.advance(500);
  await a.kill();
  await clock.advance(replacedMs);
  await comeBack(it.room, it.all, b);
  expect(stageOf(it.host)).toHaveLength(3);
});

test('W8 what stewards were told and have not signed is delivered once more, in its order', async () => {
  const { fleet, clock, a, b } = await world();
  const it = await furnished(fleet, a, b);
  const mail = it.host.all('fact').at(-1)?.mail ?? 0;
  await it.speaker.command({ do: 'muteSelf', muted: false }, undefined);
  await it.host.command({ do: 'invite', leaf: it.listener.leaf! });
  const heard = it.host.received.filter((m) => (m.t === 'fact' || m.t === 'order') && (m.mail ?? 0) > mail);
  expect(heard.length).toBeGreaterThanOrEqual(3);
  await a.kill();
  await clock.advance(replacedMs);
  it.host.received.length = 0;
  it.host.world.dial = () => b.dial();
  await it.host.resume(it.room, { mail });
  const again = it.host.received.filter((m) => m.t === 'fact' || m.t === 'order');
  expect(again.slice(0, heard.length)).toEqual(heard);
  // Numbers go on: nothing is taken for something that was heard before.
  const numbers = again.map(({ mail }) => mail!);
  expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
  expect(again.at(-1)).toMatchObject({ t: 'fact', kind: 'onStage' });
});

test('W11 a control outside of the fence takes no such room, and those who come there are sent on', async () => {
  const clock = new VirtualClock();
  const fleet = await fleetWorld('inProcess', clock);
  end = () => fleet.end();
  const place = (jurisdiction: string) => ({ place: { jurisdiction, operator: 'a.example' } });
  const [a, b, c] = [
    await fleet.add(undefined, undefined, place('DE')),
    await fleet.add(undefined, undefined, place('US')),
    await fleet.add(undefined, undefined, place('DE')),
  ];
  for (const node of [a, b, c]) await node.control.begin();
  const rooms = Array.from({ length: 8 }, () => fleet.handle());
  const hosts = [];
  for (const room of rooms) {
    const host = fleet.client(() => a);
    await host.connect();
    host.say(await host.openMessage(room, 'open', undefined, readFence('DE')!));
    await settled();
    hosts.push(host);
  }
  await clock.advance(1_000);
  await a.kill();
  await clock.advance(replacedMs);
  expect(b.control.load.rooms).toBe(0);
  for (const [i, host] of hosts.entries()) await comeBack(rooms[i]!, [host], c);
  expect([b.control.load.rooms, c.control.load.rooms]).toEqual([0, 8]);
});

test('W6 a room that nobody remembers is over for everybody', async () => {
  const { fleet, clock, a, b } = await world();
  const it = await furnished(fleet, a, b);
  await a.kill();
  fleet.shared.forget();
  await clock.advance(replacedMs);
  await comeBack(it.room, [it.host], b);
  expect(it.host.last('closed').code).toBe('resumeRefused');
  it.host.world.dial = () => b.dial();
  await it.host.join(it.room);
  expect(it.host.last('closed').code).toBe('roomNotFound');
});

test('a room that ends while the store is away is nobody’s when it is back', async () => {
  const { fleet, clock, a } = await world(1);
  await clock.advance(leaseRules.aloneAfterMs + 1_000);
  const room = fleet.handle();
  const host = await fleet.client(() => a).open(room);
  a.cut(true);
  await clock.advance(2_000);
  await host.command({ do: 'endRoom' });
  expect(host.last('closed').code).toBe('roomEnded');
  expect(fleet.shared.size).toEqual({ rooms: 1, memory: 1 });
  a.cut(false);
  await clock.advance(3_000);
  expect(fleet.shared.size).toEqual({ rooms: 0, memory: 0 });
});

test('a room that ends leaves nothing behind', async () => {
  const { fleet, a, b } = await world();
  const it = await furnished(fleet, a, b);
  await it.host.command({ do: 'endRoom' });
  await settled();
  expect(fleet.shared.size).toEqual({ rooms: 0, memory: 0 });
});

describe('W12 a room is somewhere', () => {
  test('while somebody has it or may yet take it, and nowhere before and after', async () => {
    const { fleet, clock, a, b } = await world();
    const room = fleet.handle();
    const both = () => Promise.all([a, b].map(({ control }) => control.isSomewhere(room)));
    expect(await both()).toEqual([false, false]);
    const host = await fleet.client(() => a).open(room);
    expect(await both()).toEqual([true, true]);
    await host.command({ do: 'endRoom' });
    await settled();
    expect(await both()).toEqual([false, false]);
    const next = fleet.handle();
    await fleet.client(() => a).open(next);
    await settled();
    await a.kill();
    expect(await b.control.isSomewhere(next)).toBe(true);
    expect(b.control.load.rooms).toBe(0);
    await clock.advance(replacedMs);
    expect(await b.control.isSomewhere(next)).toBe(true);
    expect(b.control.load.rooms).toBe(1);
    b.cut(true);
    expect(await b.control.isSomewhere(fleet.handle())).toBe(true);
  });

  test('being asked for while it opens or ends changes nothing of it', async () => {
    const clock = new VirtualClock();
    const fleet = await fleetWorld('inProcess', clock);
    end = () => fleet.end();
    // What is changed in the store is there at once, and whoever changed it hears so late.
    const late = () => new Promise<void>((resolve) => void clock.after(100, resolve));
    const join = fleet.shared.join.bind(fleet.shared);
    fleet.shared.join = (reach) => {
      const { leases, memory, ...ports } = join(reach);
      const write: typeof leases.rooms.write = async (...row) => {
        const revision = await leases.rooms.write(...row);
        await late();
        return revision;
      };
      const drop: typeof memory.drop = async (...what) => {
        await late();
        await memory.drop(...what);
      };
      return {
        ...ports,
        leases: { ...leases, rooms: { ...leases.rooms, write } },
        memory: { ...memory, drop },
      };
    };
    const a = await fleet.add();
    await a.control.begin();
    const room = fleet.handle();
    const host = fleet.client(() => a);
    const opened = host.open(room);
    while (fleet.shared.size.rooms === 0) await settled();
    expect(await a.control.isSomewhere(room)).toBe(true);
    await clock.advance(300);
    await opened;
    await settled();
    expect(fleet.shared.size).toEqual({ rooms: 1, memory: 1 });
    await host.head();
    await host.command({ do: 'endRoom' });
    await settled();
    expect(fleet.shared.size).toEqual({ rooms: 1, memory: 1 });
    expect(await a.control.isSomewhere(room)).toBe(false);
    await clock.advance(300);
    expect(a.control.load.rooms).toBe(0);
    expect(fleet.shared.size).toEqual({ rooms: 0, memory: 0 });
    const events = a.lines.map(({ event }) => event);
    expect(events.filter((event) => event === 'eraTaken' || event === 'eraForgotten')).toEqual([]);
  });
});
