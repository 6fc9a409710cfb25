import { leaseRules } from '@stoa/core/fleet';
import { settled, VirtualClock } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { readEnvelope, writeEnvelope } from '../../src/adapters/nats/envelope.ts';
import type { RoomMemory } from '../../src/fleet/ports.ts';
import { processOf, readLife, readOwner, writeRecord } from '../../src/fleet/records.ts';
import { fleetWorld } from './fleet-world.ts';

const record = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value)));

test('U1 a record of a life or of an owner with more in it is read', () => {
  expect(readLife(record({ alone: false, over: true, speaks: 9, more: 1 }))).toEqual({
    alone: false,
    over: true,
  });
  expect(processOf(record({ alone: false, over: false, process: 'p', more: 1 }))).toBe('p');
  expect(readOwner(record({ owner: 'c', term: 4, more: 1 }))).toEqual({ owner: 'c', term: 4 });
});

test('U2 of a record that nobody knows nothing is taken, and its control is waited for the longest', () => {
  for (const odd of [
    record([]),
    record('x'),
    record(null),
    record({ is: 'resting' }),
    new Uint8Array([0xff]),
  ]) {
    expect(readLife(odd)).toEqual({ alone: true, over: false });
    expect(readOwner(odd)).toBeUndefined();
  }
});

test('U3 a control says in the record of its life which words it understands', () => {
  const said = JSON.parse(Buffer.from(writeRecord({ alone: false, over: false })).toString());
  expect(said.speaks).toBeGreaterThanOrEqual(1);
  expect(JSON.parse(Buffer.from(writeRecord({ owner: 'c', term: 1 })).toString())).toEqual({
    owner: 'c',
    term: 1,
  });
});

/** As another version would write it. */
const envelope = (kind: number, head: object, text = '') => {
  const json = Buffer.from(JSON.stringify(head));
  const first = Buffer.alloc(5);
  first[0] = kind;
  first.writeUInt32BE(json.length, 1);
  return Buffer.concat([first, json, Buffer.from(text)]);
};
const id = 'i'.repeat(16);

test('U1 what controls say of sockets is read with more in it', () => {
  expect(readEnvelope(envelope(1, { id, more: 1 }, 'hello'))).toEqual({ kind: 'said', id, text: 'hello' });
  const open = readEnvelope(envelope(0, { id, edge: 'c', nonce: 'AAAA', speaks: 2 }, 'join'));
  expect(open).toMatchObject({ kind: 'open', id, edge: 'c', text: 'join' });
  expect(readEnvelope(writeEnvelope({ kind: 'allow', id, bytes: 4 }))).toEqual({
    kind: 'allow',
    id,
    bytes: 4,
  });
});

test('U2 a kind that is not known is nothing, whatever it says', () => {
  for (let kind = 7; kind < 256; kind++) expect(readEnvelope(envelope(kind, { id }, 'x'))).toBeUndefined();
});

/** For this control every room is one that a newer version wrote. */
const ofNewerVersion = (memory: RoomMemory): RoomMemory => ({
  ...memory,
  async load(room) {
    const terms = await memory.load(room);
    const newer = [...terms].map(([term, parts]) => {
      const about = parts.get('room');
      if (!about) return [term, parts] as const;
      const v2 = new Uint8Array(Buffer.from(Buffer.from(about).toString().replace('"v":1', '"v":2')));
      return [term, new Map(parts).set('room', v2)] as const;
    });
    return new Map(newer);
  },
});

test('U4 a room that only a newer version can go on with is left for a control of that version, and is not over', async () => {
  const clock = new VirtualClock();
  const fleet = await fleetWorld('inProcess', clock);
  try {
    const [a, old, b] = [await fleet.add(), await fleet.add(ofNewerVersion), await fleet.add()];
    for (const node of [a, old, b]) await node.control.begin();
    const rooms = Array.from({ length: 8 }, () => fleet.handle());
    const hosts = [];
    for (const room of rooms) hosts.push(await fleet.client(() => a).open(room));
    await clock.advance(1_000);
    await a.kill();
    await clock.advance(leaseRules.lifeMs + 3 * leaseRules.renewMs);
    expect(old.control.load.rooms).toBe(0);
    for (const [i, host] of hosts.entries()) {
      host.world.dial = () => b.dial();
      await host.resume(rooms[i]!, { seen: 0 });
    }
    await settled();
    expect([old.control.load.rooms, b.control.load.rooms]).toEqual([0, 8]);
  } finally {
    await fleet.end();
  }
});
