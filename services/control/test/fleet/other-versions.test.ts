import { expect, test } from 'vitest';
import { readEnvelope, writeEnvelope } from '../../src/adapters/nats/envelope.ts';
import { processOf, readLife, readOwner, writeRecord } from '../../src/fleet/records.ts';

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
