import { type Leaf, leaf, limits, MerkleLog, provesInclusion } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { describe, expect, test } from 'vitest';
import { cardOf } from './scripted-client.ts';
import { createWorld } from './world.ts';

const bytes = (n: number, value: number) => new Uint8Array(n).fill(value);

describe('the door', () => {
  test('knocks go to every steward, and the others hear when one has answered', async () => {
    const world = createWorld();
    const { handle, host } = await world.room('knock');
    const second = await world.client().join(handle);
    await second.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: second.leaf! });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    host.admits = false;
    second.admits = false;
    const guest = await world.client().join(handle);
    expect(guest.last('waiting').for).toBe('knock');
    const { request } = host.last('request');
    expect(second.last('request').request).toBe(request);
    second.admit(request);
    await settled();
    expect(guest.has('admitted')).toBe(true);
    expect(host.last('requestGone').request).toBe(request);
    expect(second.has('requestGone')).toBe(false);
  });

  test('who gives up is withdrawn, and an admission under way is written down and noted as gone', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    const { request } = host.last('request');
    guest.socket.drop();
    await settled();
    expect(host.last('requestGone').request).toBe(request);
    host.admit(request);
    await settled();
    expect(host.last('entries')).toMatchObject({ from: 1, entries: [expect.anything()] });
    expect(host.last('fact')).toEqual({ t: 'fact', kind: 'left', leaf: 1, mail: 1 });
    host.admits = true;
    const next = await world.client().join(handle);
    expect(next.leaf).toBe(2);
  });

  test('an admission for a wrong place is refused, put right and asked for again', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    const { request } = host.last('request');
    host.admit(request, 5);
    await settled();
    expect(host.last('entries')).toEqual({ t: 'entries', from: 1, entries: [], removed: [] });
    expect(host.all('request').length).toBe(2);
    host.admit(request, 1);
    await settled();
    expect(guest.leaf).toBe(1);
  });

  test('when the acting steward is silent the next one is asked and answers', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const second = await world.client().join(handle);
    await second.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: second.leaf! });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    await host.head({ mail: host.last('order').mail! });
    host.admits = false;
    second.admits = false;
    const guest = await world.client().join(handle);
    await world.clock.advance(limits.stewardSilenceMs);
    expect(host.last('acting').leaf).toBe(1);
    second.admit(second.last('request').request);
    await settled();
    expect(guest.has('admitted')).toBe(true);
  });

  test('nobody answers: the door says so after its time', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    await world.clock.advance(limits.doorMs - 1);
    expect(guest.gone).toBe(false);
    await world.clock.advance(1);
    expect(guest.last('closed').code).toBe('nobodyAnswered');
    expect(world.control.load).toMatchObject({ waiting: 0, transports: 1 });
  });

  test('an offer that no relay takes ends the try', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    world.relay.refuses = 'offerWithoutOpus';
    expect((await world.client().join(handle)).last('closed').code).toBe('offerRefused');
    world.relay.refuses = 'relayFull';
    expect((await world.client().join(handle)).last('closed').code).toBe('busy');
    expect(world.control.load).toMatchObject({ waiting: 0, transports: 1 });
  });
});

describe('heads and pages', () => {
  test('each listener gets the one wrap of its leaf, stewards get all', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [a, b] = [await world.client().join(handle), await world.client().join(handle)];
    const wraps = [0, 1, 2].map((index) => ({ depth: 20, index, box: bytes(32, index) }));
    await host.head({ epoch: 1, wraps, removed: [leaf(7)] });
    expect(host.last('head')).toMatchObject({ wraps, removed: [7] });
    expect(a.last('head')).toMatchObject({ wraps: [wraps[1]], removed: [] });
    expect(b.last('head')).toMatchObject({ wraps: [wraps[2]] });
    const wide = { depth: 0, index: 0, box: bytes(32, 9) };
    await host.head({ epoch: 2, wraps: [wide] });
    expect(b.last('head').wraps).toEqual([wide]);
  });

  test('heads follow each other: one out of order changes nothing and its signer gets the newest', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    await host.head();
    const { head } = host.last('head');
    for (const wrong of [
      { ...head, seq: head.seq },
      { ...head, seq: head.seq + 2 },
      { ...head, seq: head.seq + 1, size: 99 },
      { ...head, seq: head.seq + 1, size: 0 },
    ]) {
      await host.head({ head: wrong });
      expect(host.last('head').head.seq).toBe(head.seq);
    }
    expect(guest.all('head').length).toBe(1);
  });

  test('a new generation gives each member its own tree, also to who comes back later', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [here, away] = [await world.client().join(handle), await world.client().join(handle)];
    away.socket.drop();
    await settled();
    const rewraps = [here, away].map((client) => ({ leaf: client.leaf!, bytes: bytes(100, client.leaf!) }));
    const card = cardOf({}).with(999, 3);
    await host.head({ generation: 1, epoch: 1, rewraps, card });
    expect(here.last('head')).toMatchObject({ rewrap: rewraps[0]!.bytes, card });
    expect(host.last('head').rewrap).toBeUndefined();
    await away.resume(handle);
    expect(away.last('head')).toMatchObject({ rewrap: rewraps[1]!.bytes, card });
  });

  test('pages prove their entries against the last head and name who is gone', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const people = [];
    for (let i = 0; i < 60; i++) people.push(await world.client().join(handle));
    await host.head({ head: { seq: 1, generation: 0, epoch: 0, size: 58, bytes: bytes(10, 1) } });
    people[3]!.say({ t: 'leave' });
    await settled();
    const guest = people[10]!;
    const log = new MerkleLog();
    for (const { entry } of [host, ...people].map((client) => client.last('admitted'))) log.append(entry);
    const seen: number[] = [];
    for (const from of [0, 50, 100]) {
      guest.say({ t: 'page', id: from, from });
      await settled();
      const page = guest.last('page');
      expect(page).toMatchObject({ id: from, headSeq: 1, from });
      for (const [i, entry] of page.entries.entries()) {
        const at = from + i;
        expect(provesInclusion(entry, at, 58, page.paths[i]!, log.root(58))).toBe(true);
        seen.push(at);
      }
      expect(page.gone).toEqual(from === 0 ? [4] : []);
    }
    expect(seen).toEqual(Array.from({ length: 58 }, (_, i) => i));
  });

  test('admissions of who comes on stage reach everybody with a head', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [a, b] = [await world.client().join(handle), await world.client().join(handle)];
    await b.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: b.leaf! });
    await host.head();
    expect(a.last('head').stageEntries).toEqual([{ leaf: b.leaf, bytes: b.last('admitted').entry }]);
  });

  test('a new moderator gets the log, what is open and who acts; its socket larger budgets', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    for (let i = 0; i < 150; i++) await world.client().join(handle);
    const second = await world.client().join(handle);
    await second.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: second.leaf! });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    const pieces = second.all('entries');
    expect(pieces.map(({ from, entries }) => [from, entries.length])).toEqual([
      [0, 100],
      [100, 52],
    ]);
    expect(second.last('acting').leaf).toBe(0);
    expect(second.has('order')).toBe(true);
    for (let i = 0; i < 100; i++) second.say({ t: 'ping' });
    await settled();
    expect(second.all('pong').length).toBe(100);
  });

  test('sealed words of a steward wait for who is away', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    guest.socket.drop();
    await settled();
    host.say({ t: 'toLeaf', leaf: guest.leaf!, bytes: bytes(20, 1) });
    await settled();
    await guest.resume(handle);
    expect(guest.last('toLeaf')).toEqual({ t: 'toLeaf', from: 0, bytes: bytes(20, 1), mail: 1 });
  });

  test('what went down with a dead socket comes again until it is acknowledged, and in its order', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    for (const n of [1, 2, 3]) host.say({ t: 'toLeaf', leaf: guest.leaf!, bytes: bytes(20, n) });
    await settled();
    const numbers = () => guest.all('toLeaf').map(({ mail }) => mail);
    expect(numbers()).toEqual([1, 2, 3]);
    // Of the first socket it took in one, and nobody ever noticed that the socket was dead.
    guest.received.length = 0;
    await guest.resume(handle, { mail: 1 });
    expect(numbers()).toEqual([2, 3]);
    guest.say({ t: 'ping', mail: 2 });
    host.say({ t: 'toLeaf', leaf: guest.leaf!, bytes: bytes(20, 4) });
    await settled();
    guest.received.length = 0;
    await guest.resume(handle);
    expect(numbers()).toEqual([3, 4]);
  });

  test('a seat with more than a mailbox of unanswered mail cannot be taken up again', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    guest.socket.drop();
    await settled();
    for (let n = 0; n < 260; n++) host.say({ t: 'toLeaf', leaf: guest.leaf!, bytes: bytes(4_096, n % 256) });
    await settled();
    await guest.resume(handle);
    expect(guest.last('closed').code).toBe('resumeRefused');
    expect(guest.has('toLeaf')).toBe(false);
  });
});

describe('resume', () => {
  test('the missed events follow and nothing is told twice', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    await world.clock.advance(2_000);
    const seen = guest.last('event').n;
    guest.socket.drop();
    await settled();
    await host.command({ do: 'muteSelf', muted: true });
    await host.command({ do: 'freezeStage', frozen: true });
    guest.received.length = 0;
    await guest.resume(handle, { seen });
    expect(guest.last('resumed')).toEqual({ t: 'resumed', n: seen });
    expect(guest.all('event').map(({ n }) => n)).toEqual([seen + 1, seen + 2]);
    expect(world.seats().length).toBe(2);
    expect(guest.has('mediaLost')).toBe(false);
  });

  test('after more than a minute a snapshot comes instead', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    await world.clock.advance(limits.eventLogMs + 5_000);
    await host.command({ do: 'freezeStage', frozen: true });
    await world.clock.advance(limits.eventLogMs);
    await host.command({ do: 'freezeStage', frozen: false });
    await guest.resume(handle, { seen: 1 });
    expect(guest.last('resumed')).toMatchObject({ room: { frozen: false, participants: 2 } });
    expect(guest.last('resumed').n).toBe(host.last('event').n);
    await guest.resume(handle, { seen: 1_000_000 });
    expect(guest.last('resumed').room).toBeDefined();
  });

  test('an older socket is left without a word, and the seat stays', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const older = host.socket;
    await host.resume(handle);
    expect(older.isOpen).toBe(false);
    expect(host.all('closed')).toEqual([]);
    expect(host.gone).toBe(false);
    expect(world.control.load.participants).toBe(1);
  });

  test('a steward that comes back gets the admissions, news and requests it missed', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const second = await world.client().join(handle);
    await second.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: second.leaf! });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    await host.head();
    host.socket.drop();
    await settled();
    expect(second.last('acting').leaf).toBe(1);
    await world.client().join(handle);
    const guest = await world.client().join(handle);
    guest.say({ t: 'leave' });
    await settled();
    host.received.length = 0;
    await host.resume(handle, { headSeq: 1 });
    expect(host.last('entries')).toMatchObject({ from: 2, entries: [expect.anything(), expect.anything()] });
    expect(host.all('fact')).toContainEqual(
      expect.objectContaining({ t: 'fact', kind: 'left', leaf: guest.leaf }),
    );
    expect(host.last('acting').leaf).toBe(0);
  });

  test('orders and facts wait for a head of a steward that knows them, and go to whoever becomes one before', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const [second, third] = [await world.client().join(handle), await world.client().join(handle)];
    for (const guest of [second, third]) {
      await guest.command({ do: 'raiseHand' });
      await host.command({ do: 'invite', leaf: guest.leaf! });
    }
    await third.command({ do: 'muteSelf', muted: true });
    await host.head();
    await world.clock.advance(20_000);
    const known = host.last('fact').mail!;
    // A head signed before the mute came to its steward; then, much later, one that knows it.
    await host.head({ mail: known - 1 });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    const mutes = (of: typeof host) => of.all('fact').filter(({ kind }) => kind === 'selfMuted').length;
    expect(mutes(second)).toBe(1);
    await host.head({ mail: host.last('order').mail! });
    await world.clock.advance(20_000);
    await host.command({ do: 'makeModerator', leaf: third.leaf! });
    expect(mutes(third)).toBe(0);
    // Who is on stage it hears in any case.
    const staged = third
      .all('fact')
      .filter(({ kind }) => kind === 'onStage')
      .map(({ leaf }) => leaf);
    expect(staged).toEqual([0, second.leaf, third.leaf]);
  });

  test('whoever was away gets the heads at which the steward or the generation changed', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const second = await world.client().join(handle);
    await second.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: second.leaf! });
    await host.command({ do: 'makeModerator', leaf: second.leaf! });
    const guest = await world.client().join(handle);
    guest.socket.drop();
    await host.head();
    await host.head();
    await host.head();
    await second.head();
    await second.head();
    await second.head({ generation: 1, epoch: 1 });
    await second.head();
    guest.received.length = 0;
    await guest.resume(handle, { headSeq: 1 });
    expect(guest.all('head').map(({ head }) => head.seq)).toEqual([3, 4, 5, 6, 7]);
  });

  test('whoever was away gets the heads at which epochs began, each with the wrap of its leaf', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    const seen = guest.headSeq;
    guest.socket.drop();
    await settled();
    const wrap = (index: number) => ({ depth: 20, index, box: world.chance.bytes(48) });
    const [mine, later] = [wrap(guest.leaf!), wrap(guest.leaf!)];
    await host.head({ epoch: 1, wraps: [wrap(0), mine] });
    await host.head({ epoch: 1 });
    await host.head({ epoch: 2, wraps: [wrap(0), later] });
    await host.head({ epoch: 2 });
    const before = guest.all('head').length;
    await guest.resume(handle, { headSeq: seen });
    const heads = guest.all('head').slice(before);
    expect(heads.map(({ head, wraps }) => [head.seq, head.epoch, wraps])).toEqual([
      [seen + 1, 1, [mine]],
      [seen + 3, 2, [later]],
      [seen + 4, 2, [later]],
    ]);
    // A very scattered room: what is kept of epochs has an end.
    const many = Array.from({ length: 1_500 }, (_, at) => wrap(at));
    const from = guest.headSeq;
    guest.socket.drop();
    await settled();
    for (const epoch of [3, 4, 5]) await host.head({ epoch, wraps: many });
    const told = guest.all('head').length;
    await guest.resume(handle, { headSeq: from });
    expect(
      guest
        .all('head')
        .slice(told)
        .map(({ head }) => head.epoch),
    ).toEqual([4, 5]);
  });

  test('away for longer than the limit is gone, and a resume says so', async () => {
    const world = createWorld();
    const { handle } = await world.room();
    const guest = await world.client().join(handle);
    guest.socket.drop();
    await world.clock.advance(limits.awayMs);
    expect(world.seats().length).toBe(1);
    await guest.resume(handle);
    expect(guest.last('closed').code).toBe('resumeRefused');
  });
});

describe('media', () => {
  test('a crashed relay: everybody is asked for a new offer, the stage first, and the era moves', async () => {
    const world = createWorld(3, 2);
    const { handle, host } = await world.room();
    const guests = [];
    for (let i = 0; i < 20; i++) guests.push(await world.client().join(handle));
    const home = world.relays.find((relay) => relay.peers.size > 0)!;
    const other = world.relays.find((relay) => relay !== home)!;
    for (const peer of home.peers.keys()) home.emit({ type: 'connected', peer });
    home.crash();
    await settled();
    expect(host.last('mediaLost').retryInMs).toBeLessThanOrEqual(50);
    const waits = guests.map((guest) => guest.last('mediaLost').retryInMs);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(50);
    expect(new Set(waits).size).toBeGreaterThan(10);
    for (const client of [host, ...guests]) await client.offer();
    expect(other.peers.size).toBe(21);
    expect(world.seats().filter((seat) => seat.publish).length).toBe(1);
    expect(host.all('answer').length).toBe(2);
    expect(world.control.load.participants).toBe(21);
  });

  test('while no relay is up, joins are told to wait and members are asked again', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    world.relay.crash();
    await settled();
    const refused = (await world.client().join(handle)).last('closed');
    expect(refused.code).toBe('busy');
    expect(refused.retryInMs).toBeGreaterThanOrEqual(1_000);
    expect(refused.retryInMs).toBeLessThan(2_000);
    await host.offer();
    expect(host.all('mediaLost').length).toBe(2);
    world.relay.recover();
    await host.offer();
    expect(world.relay.peers.size).toBe(1);
  });

  test('a transport that broke at the door is asked for again inside', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.admits = false;
    const guest = await world.client().join(handle);
    world.relay.emit({ type: 'gone', peer: [...world.relay.peers.keys()].at(-1)!, why: 'timeout' });
    host.admit(host.last('request').request);
    await settled();
    expect(guest.has('mediaLost')).toBe(true);
    await guest.offer();
    expect(world.seats()).toContainEqual({ publish: false, subscribe: true, onStage: false });
  });

  test('consumers are the transports that are up', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    await world.client().join(handle);
    const [first, second] = [...world.relay.peers.keys()];
    world.relay.emit({ type: 'connected', peer: first! });
    world.relay.emit({ type: 'connected', peer: second! });
    await world.clock.advance(2_000);
    expect(host.events('countsChanged').at(-1)!.event).toMatchObject({ participants: 2, consumers: 2 });
    world.relay.emit({ type: 'gone', peer: second!, why: 'failed' });
    await world.clock.advance(2_000);
    expect(host.events('countsChanged').at(-1)!.event).toMatchObject({ participants: 2, consumers: 1 });
  });
});

describe('the end', () => {
  test('succession: the longest-standing speaker is told to start new keys and its head is accepted', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const speaker = await world.client().join(handle);
    await speaker.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: speaker.leaf! });
    const guest = await world.client().join(handle);
    host.socket.drop();
    await world.clock.advance(limits.awayMs);
    expect(speaker.has('startGeneration')).toBe(true);
    expect(speaker.last('entries').entries.length).toBe(3);
    await speaker.head({ generation: 1, epoch: 1, rewraps: [{ leaf: guest.leaf!, bytes: bytes(9, 9) }] });
    expect(guest.last('head').rewrap).toEqual(bytes(9, 9));
    expect((await world.client().join(handle)).has('admitted')).toBe(true);
  });

  test('an ended era leaves nothing behind', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const guest = await world.client().join(handle);
    host.admits = false;
    const waiting = await world.client().join(handle);
    await host.command({ do: 'endRoom' });
    for (const client of [host, guest, waiting]) expect(client.last('closed').code).toBe('roomEnded');
    await world.clock.advance(5_000);
    expect(world.control.load).toMatchObject({
      rooms: 0,
      sockets: 0,
      participants: 0,
      waiting: 0,
      transports: 0,
    });
    expect(world.relay.peers.size).toBe(0);
    expect(world.clock.pending).toBe(0);
    expect((await world.client().join(handle)).last('closed').code).toBe('roomNotFound');
  });

  test('an opener that never got further leaves no room', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    host.socket.drop();
    await world.clock.advance(limits.awayMs);
    expect(world.control.load.rooms).toBe(0);
    world.relay.refuses = 'offerMalformed';
    const other = await world.client().open(world.handle());
    expect(other.last('closed').code).toBe('offerRefused');
    expect(world.control.load.rooms).toBe(0);
    expect(handle).toBeDefined();
  });

  test('a stopping server says so to everybody', async () => {
    const world = createWorld();
    const { handle, host } = await world.room();
    const stranger = await world.client().connect();
    const guest = await world.client().join(handle);
    world.control.stop();
    await settled();
    for (const client of [host, guest, stranger]) expect(client.last('closed').code).toBe('serverStopping');
    expect(world.control.load).toMatchObject({ rooms: 0, sockets: 0 });
    await world.clock.advance(60_000);
    expect(world.clock.pending).toBe(0);
  });

  test('a full server and a full room say so', async () => {
    const world = createWorld(1, 1, { rooms: 1 });
    await world.room();
    expect((await world.client().open(world.handle())).last('closed').code).toBe('busy');
  });
});

test('a listener is told counts, never each other listener', async () => {
  const world = createWorld();
  const { handle } = await world.room();
  const guest = await world.client().join(handle);
  await world.clock.advance(3_000);
  guest.received.length = 0;
  for (let i = 0; i < 150; i++) await world.client().join(handle);
  await world.clock.advance(3_000);
  expect(guest.received.length).toBeLessThanOrEqual(3);
  expect(
    guest.received.every((message) => message.t === 'event' && message.event.was === 'countsChanged'),
  ).toBe(true);
});

test('500 hands in a second: at most ten queues reach each client, and a speaker is answered', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  const people = [];
  for (let i = 0; i < 500; i++) {
    if (i % 150 === 0) await world.clock.advance(1_000);
    people.push(await world.client().join(handle));
  }
  await world.clock.advance(2_000);
  host.received.length = 0;
  let id = 0;
  for (const person of people) {
    person.say({ t: 'command', id: ++id, command: { do: 'raiseHand' } });
    if (id % 5 === 0) await world.clock.advance(10);
  }
  await world.clock.advance(200);
  expect(host.events('handsChanged').length).toBeLessThanOrEqual(12);
  expect(host.events('handsChanged').at(-1)!.event).toMatchObject({ total: 500 });
  const first = people[0]!.leaf as Leaf;
  expect(await host.command({ do: 'invite', leaf: first })).toBeUndefined();
});

test('a reconnect storm: all sockets cut at once, all back on their seats, nobody lost', async () => {
  const world = createWorld();
  const { handle, host } = await world.room();
  const people = [host];
  for (let i = 0; i < 400; i++) {
    if (i % 150 === 0) await world.clock.advance(1_000);
    people.push(await world.client().join(handle));
  }
  for (const person of people) person.socket.drop();
  await settled();
  expect(world.control.load).toMatchObject({ sockets: 0, participants: 401, transports: 401 });
  for (const person of people) {
    await world.clock.advance(world.chance.below(30));
    person.received.length = 0;
    await person.resume(handle, { seen: 0 });
    expect(person.has('resumed')).toBe(true);
    expect(person.has('mediaLost')).toBe(false);
  }
  await world.clock.advance(2 * limits.awayMs);
  expect(world.control.load).toMatchObject({ sockets: 401, participants: 401, transports: 401 });
});
