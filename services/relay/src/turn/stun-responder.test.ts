import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { readStun, writeStun } from './stun-message.ts';
import { AnswerBudget, bindingReply, responderLimits, startStunResponder } from './stun-responder.ts';
import { readXorAddress } from './xor-address.ts';

const transaction = new Uint8Array(12).fill(9);
const request = writeStun({ method: 1, class: 0, transaction, attributes: [] });

test('a bare request is answered with the address it came from, in 32 bytes', () => {
  const reply = bindingReply(request, '192.0.2.5', 4711)!;
  expect(reply).toHaveLength(32);
  const [mapped] = readStun(reply)!.attributes;
  expect(readXorAddress(mapped!.value, transaction)).toMatchObject({ host: '192.0.2.5', port: 4711 });
});

test('whatever else is not answered: attributes, indications, other methods, huge ones, junk', () => {
  const silent = [
    writeStun({ method: 1, class: 0, transaction, attributes: [{ type: 0x8022, value: Buffer.from('x') }] }),
    writeStun({ method: 1, class: 0, transaction, attributes: [{ type: 6, value: Buffer.alloc(1000) }] }),
    writeStun({ method: 1, class: 0x10, transaction, attributes: [] }),
    writeStun({ method: 3, class: 0, transaction, attributes: [] }),
    Buffer.alloc(20),
    Buffer.alloc(0),
  ];
  for (const packet of silent) expect(bindingReply(packet, '192.0.2.5', 1)).toBeUndefined();
});

test('an address has so many answers in a second, and so have all together', () => {
  const budget = new AnswerBudget();
  const answers = (address: string, n: number, now: number) =>
    Array.from({ length: n }, () => budget.admit(address, now)).filter(Boolean).length;
  expect(answers('a', 100, 0)).toBe(responderLimits.perNetwork);
  expect(answers('b', 5, 0)).toBe(5);
  expect(answers('a', 1, 1_000)).toBe(1);
  const others = Array.from({ length: 10_000 }, (_, i) => budget.admit(String(i), 1_001));
  expect(others.filter(Boolean).length).toBeLessThanOrEqual(responderLimits.networks);
});

test('T13 who has a network of IPv6 has one budget, whatever addresses it takes there', () => {
  const budget = new AnswerBudget();
  const answered = (prefix: string) =>
    Array.from({ length: 100 }, (_, i) => budget.admit(`${prefix}::${i.toString(16)}`, 0)).filter(Boolean)
      .length;
  expect(answered('2001:db8:0:1')).toBe(responderLimits.perNetwork);
  expect(answered('2001:db8:0:2')).toBe(responderLimits.perNetwork);
});

test('over a real socket', async () => {
  const responder = await startStunResponder('127.0.0.1', 0);
  const client = createSocket('udp4');
  client.send(Buffer.from('hello'), responder.port, '127.0.0.1');
  client.send(request, responder.port, '127.0.0.1');
  const [reply] = (await once(client, 'message')) as [Buffer];
  expect(readXorAddress(readStun(reply)!.attributes[0]!.value, transaction)).toMatchObject({
    port: client.address().port,
  });
  client.close();
  responder.close();
});
