import fc from 'fast-check';
import { expect, test } from 'vitest';
import { icePassword } from './ice-password.ts';
import { integrityHolds, sealed } from './integrity.ts';
import { firstOf, readStun, writeStun } from './stun-message.ts';
import { attribute, messageClass, method } from './stun-words.ts';
import { mended } from './tie-breaker.ts';

const key = new Uint8Array(32).fill(7);
const passwordOf = (ufrag: string) => icePassword(key, ufrag);

function check(breaker: bigint, password = passwordOf('relay')): Buffer {
  const value = Buffer.alloc(8);
  value.writeBigUInt64BE(breaker);
  const body = writeStun({
    method: method.binding,
    class: messageClass.request,
    transaction: new Uint8Array(12).fill(1),
    attributes: [
      { type: attribute.username, value: Buffer.from('relay:browser') },
      { type: attribute.iceControlling, value },
      { type: attribute.useCandidate, value: Buffer.alloc(0) },
      { type: attribute.priority, value: Buffer.from([1, 2, 3, 4]) },
    ],
  });
  return sealed(body, password, true);
}

test('a tie-breaker of 0 gets another one, and the check is rightly signed again', () => {
  const before = check(0n);
  const kept = Buffer.from(before);
  const after = readStun(mended(before, passwordOf))!;
  expect(before).toEqual(kept);
  expect(firstOf(after, attribute.iceControlling)!.readBigUInt64BE()).not.toBe(0n);
  expect(integrityHolds(after, passwordOf('relay'))).toBe(true);
  for (const type of [attribute.username, attribute.priority, attribute.useCandidate])
    expect(firstOf(after, type)).toEqual(firstOf(readStun(before)!, type));
});

test('nothing else is touched: other tie-breakers, media, what was not rightly signed', () => {
  for (const packet of [
    check(5n),
    check(0n, 'somebody who knows the ufrag alone'),
    Buffer.from([0x80, 111, 0, 1]),
    Buffer.from([0, 1]),
    Buffer.alloc(0),
  ])
    expect(mended(packet, passwordOf)).toBe(packet);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (junk) => {
      const packet = Buffer.concat([Buffer.from([0, 1]), junk]);
      expect(mended(packet, passwordOf)).toBe(packet);
    }),
  );
});

test('a password is as long and as plain as one that was drawn', () => {
  expect(passwordOf('a')).toMatch(/^[A-Za-z0-9+/]{32}$/);
  expect(passwordOf('a')).not.toBe(passwordOf('b'));
});
