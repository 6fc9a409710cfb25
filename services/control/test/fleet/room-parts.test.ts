import { snapshot, step } from '@stoa/core/room';
import { decodeServerMessage } from '@stoa/protocol';
import { Chance, settled, VirtualClock } from '@stoa/testkit';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { factsToRepeat, findRoom, newestWhole, saidToHaveLeft } from '../../src/room/restore-room.ts';
import type { ScriptedClient } from '../scripted-client.ts';
import { fleetWorld } from './fleet-world.ts';

type Put = { readonly part: string; readonly bytes: Uint8Array<ArrayBuffer> };
/** In the order in which it happened: what was written, and what somebody was told. */
type Moment = { readonly put: Put } | { readonly told: string };

let end = async () => {};
afterEach(() => end());

/** A room in which people do whatever comes to their mind, and everything that left its control meanwhile. */
async function life(seed: number, acts: number) {
  const clock = new VirtualClock();
  const fleet = await fleetWorld('inProcess', clock, seed);
  end = () => fleet.end();
  const moments: Moment[] = [];
  const node = await fleet.add(
    (memory) => ({
      ...memory,
      put(room, term, part, bytes) {
        return memory.put(room, term, part, bytes).then(async () => {
          if (bytes) moments.push({ put: { part, bytes: new Uint8Array(bytes) } });
        });
      },
    }),
    (told) => moments.push({ told }),
  );
  await node.control.begin();
  const room = fleet.handle();
  const host = await fleet.client(() => node).open(room);
  const people: ScriptedClient[] = [host];
  const chance = new Chance(seed);
  const anybody = () => people[chance.below(people.length)]!;
  const deeds: (() => Promise<unknown>)[] = [
    async () => people.push(await fleet.client(() => node).join(room)),
    async () => people.push(await fleet.client(() => node).join(room)),
    () => anybody().command({ do: 'raiseHand' }, undefined),
    () => anybody().command({ do: 'raiseHand' }, undefined),
    () => host.command({ do: 'invite', leaf: anybody().leaf! }),
    () => host.command({ do: 'invite', leaf: anybody().leaf! }),
    () => anybody().command({ do: 'acceptInvite' }, undefined),
    () => host.command({ do: 'makeModerator', leaf: anybody().leaf! }),
    () => host.command({ do: 'mute', leaf: anybody().leaf! }),
    () => host.command({ do: 'silence', leaf: anybody().leaf!, silenced: true }, undefined),
    () => host.command({ do: 'setProbation', seconds: 30 }, undefined),
    () => (people.length > 3 ? host.command({ do: 'remove', leaf: people.at(-1)!.leaf! }) : settled()),
    () => anybody().command({ do: 'muteSelf', muted: chance.below(2) === 0 }, undefined),
    () => host.head({ mail: 1 }),
    () => host.head({ epoch: host.epoch + 1, wraps: [{ depth: 0, index: 0, box: chance.bytes(32) }] }),
    () => anybody().offer(),
    () => clock.advance(chance.below(3_000)),
    async () => host.say({ t: 'toLeaf', leaf: anybody().leaf!, bytes: chance.bytes(60) }),
    async () => {
      const one = anybody();
      if (one !== host) one.socket.drop();
      await settled();
      if (one !== host && chance.below(2) === 0) await one.resume(room);
    },
  ];
  for (let i = 0; i < acts; i++) {
    const alive = people.filter(({ gone }) => !gone);
    people.splice(0, people.length, ...(alive.includes(host) ? alive : [host, ...alive]));
    await deeds[chance.below(deeds.length)]!();
    await settled();
  }
  return { clock, moments };
}

/** What the next owner finds after so many moments. */
const found = (moments: readonly Moment[], count: number, clock: VirtualClock) => {
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const moment of moments.slice(0, count))
    if ('put' in moment) parts.set(moment.put.part, moment.put.bytes);
  const whole = newestWhole(new Map([[1, parts]]));
  return whole && findRoom(whole, clock);
};

describe('W8 wherever its owner is struck, the next one finds a room that is whole', () => {
  test.each([1, 2, 3, 4])('and that knows everything that anybody was told, seed %i', async (seed) => {
    const { clock, moments } = await life(seed, 60);
    const first = moments.findIndex((moment) => 'put' in moment && moment.put.part === 'whole');
    expect(first).toBeGreaterThan(0);
    let heads = 0;
    let entries = 1;
    let events = 0;
    for (let count = first + 1; count <= moments.length; count++) {
      const moment = moments[count - 1]!;
      if ('told' in moment) {
        const said = decodeServerMessage(moment.told)!;
        if (said.t === 'head') heads = Math.max(heads, said.head.seq);
        if (said.t === 'admitted') entries = Math.max(entries, said.leaf + 1);
        if (said.t === 'event') events = Math.max(events, said.n);
      }
      const room = found(moments, count, clock);
      if (!room) throw new Error(`nothing was found after ${count} moments`);
      expect(room.heads.head.seq).toBeGreaterThanOrEqual(heads);
      expect(room.log.size).toBeGreaterThanOrEqual(entries);
      expect(room.events.last).toBeGreaterThan(events);
      for (const leaf of room.state.stage.keys()) expect(room.state.people.has(leaf)).toBe(true);
      for (const leaf of room.state.hands) expect(room.state.people.get(leaf)?.role).toBe('listener');
      factsToRepeat(room);
      saidToHaveLeft(room);
      step(room.state, { type: 'tick' }, clock.now());
    }
    expect(moments.filter((moment) => 'told' in moment).length).toBeGreaterThan(50);
  });

  test('at rest it is exactly as it was', async () => {
    const { clock, moments } = await life(7, 80);
    await clock.advance(2_000);
    const room = found(moments, moments.length, clock)!;
    const told = moments
      .flatMap((moment) => ('told' in moment ? [decodeServerMessage(moment.told)!] : []))
      .filter((said) => said.t === 'event');
    const last = <W extends string>(was: W) =>
      told.findLast((said) => said.event.was === was)?.event as Extract<
        (typeof told)[number]['event'],
        { was: W }
      >;
    const now = snapshot(room.state, clock.now());
    expect(now.participants).toBe(last('countsChanged').participants);
    expect(now.queue).toEqual(last('handsChanged')?.queue ?? []);
  });
});

test('W9 a part that is missing, cut or altered makes no room, and nothing throws', async () => {
  const { clock, moments } = await life(5, 40);
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const moment of moments) if ('put' in moment) parts.set(moment.put.part, moment.put.bytes);
  expect(findRoom(parts, clock)).toBeDefined();
  const names = [...parts.keys()];
  for (const name of names) {
    const without = new Map(parts);
    without.delete(name);
    const optional = /^(people|ended|rewraps|mail)\.|^whole$/.test(name);
    if (!optional) expect([name, findRoom(without, clock)]).toEqual([name, undefined]);
    if (/^log\./.test(name) || name === 'whole') continue;
    const cut = new Map(parts).set(name, parts.get(name)!.slice(0, -1));
    expect([name, findRoom(cut, clock)]).toEqual([name, undefined]);
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
      (name, changes) => {
        const bytes = parts.get(name)!.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const room = findRoom(new Map(parts).set(name, bytes), clock);
        if (room) step(room.state, { type: 'tick' }, clock.now());
      },
    ),
    { numRuns: 400 },
  );
});
