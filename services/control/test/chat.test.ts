import { type Leaf, limits, type ServerMessage } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { describe, expect, test } from 'vitest';
import { EventLog } from '../src/room/event-log.ts';
import type { ScriptedClient } from './scripted-client.ts';
import { createWorld } from './world.ts';

async function roomOf(world: ReturnType<typeof createWorld>) {
  const { handle, host } = await world.room();
  const subject = world.id();
  const guest = await world.client().join(handle, subject);
  return { handle, host, guest, subject };
}
let ids = 1_000;
/** The refusal, `done`, or undefined when there was no answer. */
async function say(client: ScriptedClient, bytes: Uint8Array<ArrayBuffer>) {
  const id = ids++;
  client.say({ t: 'say', id, bytes });
  await settled();
  const answer = client.received.findLast((m) => (m.t === 'done' || m.t === 'refused') && m.id === id);
  return answer?.t === 'refused' ? answer.why : answer?.t;
}
const saidTo = (client: ScriptedClient) =>
  client.all('event').flatMap(({ n, event }) => (event.was === 'said' ? [{ n, ...event }] : []));
const react = (client: ScriptedClient, fill: number) =>
  client.say({ t: 'react', bytes: new Uint8Array(limits.reactionBytes).fill(fill) });

describe('messages', () => {
  test('go to everybody as they came, in one order, with the name that the socket has', async () => {
    const world = createWorld();
    const { host, guest } = await roomOf(world);
    const [first, second] = [world.chance.bytes(298), world.chance.bytes(554)];
    expect(await say(guest, first)).toBe('done');
    expect(await say(host, second)).toBe('done');
    for (const reader of [host, guest]) {
      expect(saidTo(reader).map(({ leaf, bytes }) => [leaf, bytes])).toEqual([
        [guest.leaf, first],
        [host.leaf, second],
      ]);
      const [one, two] = saidTo(reader);
      expect(two!.n).toBe(one!.n + 1);
    }
  });

  test("bring their author's admission once, and again when somebody came in since", async () => {
    const world = createWorld();
    const { handle, host, guest } = await roomOf(world);
    await say(guest, world.chance.bytes(298));
    await say(guest, world.chance.bytes(298));
    expect(saidTo(host).map(({ entry }) => entry !== undefined)).toEqual([true, false]);
    const late = await world.client().join(handle);
    await say(guest, world.chance.bytes(298));
    expect(saidTo(late)[0]!.entry).toEqual(saidTo(host)[0]!.entry);
  });

  test('that were missed come on the next socket, once', async () => {
    const world = createWorld();
    const { handle, host, guest } = await roomOf(world);
    await say(host, world.chance.bytes(298));
    const seen = saidTo(guest)[0]!.n;
    guest.socket.drop();
    await settled();
    const missed = world.chance.bytes(298);
    await say(host, missed);
    await guest.resume(handle, { seen });
    expect(saidTo(guest).map(({ bytes }) => bytes)).toEqual([saidTo(host)[0]!.bytes, missed]);
  });

  test('are refused when they come too fast, from one person and from all of a room', async () => {
    const world = createWorld();
    const { handle, host, guest } = await roomOf(world);
    const answers = [];
    for (let i = 0; i < limits.saidBurst + 1; i++) answers.push(await say(guest, world.chance.bytes(298)));
    expect(answers).toEqual([...Array(limits.saidBurst).fill('done'), 'tooFast']);
    expect(await say(host, world.chance.bytes(298))).toBe('done');
    // The refused one is counted too.
    await world.clock.advance((2 * 60_000) / limits.saidPerMinute);
    expect(await say(guest, world.chance.bytes(298))).toBe('done');
    const crowd = await Promise.all(Array.from({ length: 6 }, () => world.client().join(handle)));
    const all = [];
    for (const person of crowd)
      for (let i = 0; i < limits.saidBurst; i++) all.push(await say(person, world.chance.bytes(298)));
    expect(all.filter((answer) => answer === 'tooFast').length).toBeGreaterThan(0);
  });

  test('of people who may not write take nothing from what the others may', async () => {
    const world = createWorld();
    const { handle, host } = await roomOf(world);
    const crowd = await Promise.all(
      Array.from({ length: Math.ceil(limits.roomSaidBurst / limits.saidBurst) + 1 }, () =>
        world.client().join(handle),
      ),
    );
    await host.command({ do: 'setChat', who: 'nobody' });
    for (const person of crowd)
      for (let i = 0; i < limits.saidBurst; i++)
        expect(await say(person, world.chance.bytes(298))).toBe('notAllowed');
    expect(await say(host, world.chance.bytes(298))).toBe('done');
  });

  test('that are too long, or no reaction, end the socket', async () => {
    const world = createWorld();
    const { handle, guest } = await roomOf(world);
    guest.socket.send(JSON.stringify({ t: 'say', id: 1, bytes: 'A'.repeat(4 * limits.saidBytes) }));
    await settled();
    expect(guest.last('closed').code).toBe('malformed');
    const other = await world.client().join(handle);
    other.socket.send(JSON.stringify({ t: 'react', bytes: 'AAAA' }));
    await settled();
    expect(other.last('closed').code).toBe('malformed');
  });

  test('of somebody who was removed are not taken, and none goes there', async () => {
    const world = createWorld();
    const { host, guest } = await roomOf(world);
    await host.command({ do: 'remove', leaf: guest.leaf! });
    expect(await say(guest, world.chance.bytes(298))).toBeUndefined();
    await say(host, world.chance.bytes(298));
    expect(saidTo(host)).toHaveLength(1);
    expect(saidTo(guest)).toEqual([]);
  });

  test('do not fill the memory: what is too old or too much is answered with a snapshot', () => {
    const log = new EventLog();
    const bytes = new Uint8Array(limits.saidBytes);
    const texts = Array.from({ length: 400 }, (_, i) =>
      log.append({ was: 'said', leaf: 1 as Leaf, bytes }, i),
    );
    const kept = Math.floor(limits.eventLogBytes / texts[0]!.length);
    expect(log.after(400 - kept)).toHaveLength(kept);
    expect(log.after(400 - kept - 1)).toBeUndefined();
    log.append({ was: 'chatChanged', who: 'nobody' }, limits.eventLogMs + 400);
    expect(log.after(400)).toHaveLength(1);
    expect(log.after(399)).toBeUndefined();
  });
});

describe('reactions', () => {
  test('are told together, ten times a second, in one frame for all, and without a name', async () => {
    const world = createWorld();
    const { host, guest } = await roomOf(world);
    for (let i = 0; i < 4; i++) react(guest, i);
    await settled();
    expect(host.all('reacted').map(({ boxes }) => boxes.length)).toEqual([1]);
    await world.clock.advance(limits.reactionsEveryMs);
    expect(host.all('reacted').map(({ boxes }) => boxes.length)).toEqual([1, 3]);
    expect(guest.all('reacted')).toEqual(host.all('reacted'));
    await world.clock.advance(10_000);
    expect(host.all('reacted')).toHaveLength(2);
    expect(Object.keys(host.all('reacted')[0]!).sort()).toEqual(['boxes', 'more', 't']);
  });

  test('beyond thirty are counted; those that come too fast are dropped', async () => {
    const world = createWorld();
    const { handle, host } = await roomOf(world);
    const crowd = await Promise.all(Array.from({ length: 6 }, () => world.client().join(handle)));
    for (const person of crowd) for (let i = 0; i < limits.reactionBurst + 2; i++) react(person, i);
    await world.clock.advance(limits.reactionsEveryMs);
    const [first, second] = host.all('reacted');
    expect(first!.boxes).toHaveLength(1);
    expect(second!.boxes).toHaveLength(limits.reactionsTogether);
    const all = 1 + limits.reactionsTogether + second!.more;
    expect(all).toBe(crowd.length * limits.reactionBurst);
    expect(crowd.every(({ gone }) => !gone)).toBe(true);
  });
});

const word = (client: ScriptedClient, t: 'silenced' | 'silences' | 'probations'): ServerMessage | undefined =>
  client.all(t).at(-1);

describe('what is told beside the events', () => {
  test('who is silenced hears it, on each new socket too; moderators see the list, others nothing', async () => {
    const world = createWorld();
    const { handle, host, guest, subject } = await roomOf(world);
    const other = await world.client().join(handle);
    expect(
      await host.command({ do: 'silence', leaf: guest.leaf!, silenced: true }, undefined),
    ).toBeUndefined();
    expect(word(guest, 'silenced')).toEqual({ t: 'silenced', silenced: true });
    expect(word(host, 'silences')).toEqual({ t: 'silences', leaves: [guest.leaf] });
    expect(await say(guest, world.chance.bytes(298))).toBe('notAllowed');
    react(guest, 1);
    await settled();
    expect(host.has('reacted')).toBe(false);
    guest.socket.drop();
    await settled();
    const before = guest.all('silenced').length;
    await guest.resume(handle);
    expect(guest.all('silenced').slice(before)).toEqual([{ t: 'silenced', silenced: true }]);
    const again = await world.client().join(handle, subject);
    expect(word(again, 'silenced')).toEqual({ t: 'silenced', silenced: true });
    expect(word(host, 'silences')).toEqual({ t: 'silences', leaves: [again.leaf] });
    expect(other.has('silenced') || other.has('silences')).toBe(false);
    expect(
      await guest.command({ do: 'silence', leaf: other.leaf!, silenced: true }, undefined),
    ).not.toBeUndefined();
  });

  test('how long somebody on probation still has is told to all, and anew on each socket', async () => {
    const world = createWorld();
    const { handle, host, guest } = await roomOf(world);
    await host.command({ do: 'setProbation', seconds: 30 }, undefined);
    await guest.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: guest.leaf! });
    const all = { t: 'probations', ends: [{ leaf: guest.leaf, inMs: 30_000 }] };
    for (const reader of [host, guest]) expect(word(reader, 'probations')).toEqual(all);
    await world.clock.advance(1_000);
    const late = await world.client().join(handle);
    expect(word(late, 'probations')).toMatchObject({ ends: [{ inMs: 29_000 }] });
    expect(late.last('admitted').room.probation).toBe(30);
    await world.clock.advance(29_000);
    expect(guest.has('probationOver')).toBe(true);
    expect(late.events('stageLeft')).toHaveLength(1);
    expect(host.all('fact').at(-1)).toMatchObject({ kind: 'offStage', leaf: guest.leaf });
    expect(word(late, 'probations')).toMatchObject({ ends: [] });
  });
});
