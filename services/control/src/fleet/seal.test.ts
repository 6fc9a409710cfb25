import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { roomHandle } from '@stoa/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seal } from './seal.ts';

const secret = new Uint8Array(randomBytes(32));
const bytes = fc.uint8Array({ maxLength: 300 });
const runs = { numRuns: 200 };

test('whatever one process seals, each process of the deployment opens as what it was sealed as, and as nothing else', () => {
  const [one, two] = [new Seal(secret), new Seal(secret)];
  fc.assert(
    fc.property(bytes, fc.string(), fc.string(), (plain, as, other) => {
      const sealed = one.seal(plain, as);
      expect(two.open(sealed, as)).toEqual(new Uint8Array(plain));
      expect(one.open(sealed, as)).toEqual(new Uint8Array(plain));
      expect(two.open(sealed, other) !== undefined).toBe(other === as);
      expect(new Seal(randomBytes(32)).open(sealed, as)).toBeUndefined();
    }),
    runs,
  );
});

test('what was altered, cut, made longer or is noise does not open, and nothing throws', () => {
  const seal = new Seal(secret);
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), bytes, (plain, at, change, noise) => {
      const sealed = new Uint8Array(seal.seal(plain, 'a'));
      const altered = sealed.slice();
      altered[at % sealed.length]! ^= change;
      expect(seal.open(altered, 'a')).toBeUndefined();
      expect(seal.open(sealed.subarray(0, at % sealed.length), 'a')).toBeUndefined();
      expect(seal.open(sealed.subarray(1 + (at % sealed.length)), 'a')).toBeUndefined();
      expect(seal.open(new Uint8Array([...sealed, change]), 'a')).toBeUndefined();
      expect(seal.open(noise, 'a')).toBeUndefined();
    }),
    runs,
  );
});

const nonceOf = (sealed: Uint8Array) => Buffer.from(sealed.subarray(0, 12)).toString('hex');

test('no nonce comes twice: not in one process, not in several, not when the numbers of one are used up', () => {
  const seen = new Set<string>();
  let sealed = 0;
  for (const seal of Array.from({ length: 20 }, () => new Seal(secret)))
    for (let i = 0; i < 100; i++, sealed++) seen.add(nonceOf(seal.seal(new Uint8Array(1), 'a')));
  expect(seen.size).toBe(sealed);
  const late = new Seal(secret, 2 ** 32 - 3);
  const nonces = Array.from({ length: 6 }, () => nonceOf(late.seal(new Uint8Array(1), 'a')));
  expect(new Set(nonces).size).toBe(6);
});

test('a process whose numbers are used up draws another prefix', () => {
  const seal = new Seal(secret, 2 ** 32 - 3);
  const prefixes = Array.from({ length: 6 }, () => nonceOf(seal.seal(new Uint8Array(1), 'a')).slice(0, 16));
  expect(new Set(prefixes.slice(0, 3)).size).toBe(1);
  expect(new Set(prefixes.slice(3)).size).toBe(1);
  expect(prefixes[3]).not.toBe(prefixes[2]);
});

test('what a version with nonces by chance alone sealed opens, too', () => {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'stoa fleet seal v1', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('a'));
  const sealed = Buffer.concat([nonce, cipher.update('plain'), cipher.final(), cipher.getAuthTag()]);
  expect(Buffer.from(new Seal(secret).open(sealed, 'a')!).toString()).toBe('plain');
});

test('a room has one name in the whole deployment and another one elsewhere', () => {
  const room = roomHandle(randomBytes(16).toString('base64url'));
  expect(new Seal(secret).name(room)).toBe(new Seal(secret).name(room));
  expect(new Seal(randomBytes(32)).name(room)).not.toBe(new Seal(secret).name(room));
  expect(new Seal(secret).name(room)).toMatch(/^[\w-]{22}$/);
});
