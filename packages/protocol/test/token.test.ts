import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dtlsFingerprint,
  joinProofBytes,
  joinToken,
  leaf,
  offerProofBytes,
  openToken,
  resumeProofBytes,
  roomHandle,
  signToken,
  subject,
  type TokenClaims,
  toBase64Url,
} from '../src/index.ts';

const pair = generateKeyPairSync('ed25519');
const signer = async (message: Uint8Array) => sign(null, message, pair.privateKey);
const verifier = async (signature: Uint8Array, message: Uint8Array) =>
  verify(null, message, pair.publicKey, signature);

const of = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => new Uint8Array(bytes));
const claims: fc.Arbitrary<TokenClaims> = fc.record({
  audience: of(16),
  room: of(16).map((bytes) => roomHandle(toBase64Url(bytes))),
  keyHash: of(32),
  subject: of(16).map((bytes) => subject(toBase64Url(bytes))),
  grants: fc.record({ open: fc.boolean() }),
  expires: fc.maxSafeNat(),
  jti: of(16),
});

test('P10 a token opens to its claims', async () => {
  await fc.assert(
    fc.asyncProperty(claims, async (wanted) => {
      const opened = await openToken(await signToken(wanted, signer), verifier);
      expect(opened?.room.reveal()).toBe(wanted.room.reveal());
      expect(opened?.subject.reveal()).toBe(wanted.subject.reveal());
      const { room: _r, subject: _s, ...rest } = opened!;
      const { room: _room, subject: _subject, ...wantedRest } = wanted;
      expect(rest).toEqual(wantedRest);
    }),
  );
});

test('P10 no edited byte, no cut and no other text is a token', async () => {
  await fc.assert(
    fc.asyncProperty(claims, fc.nat(), fc.integer({ min: 1, max: 255 }), async (wanted, at, flip) => {
      const text = (await signToken(wanted, signer)).reveal();
      const bytes = Buffer.from(text, 'base64url');
      bytes[at % bytes.length]! ^= flip;
      expect(await openToken(joinToken(bytes.toString('base64url')), verifier)).toBeUndefined();
      expect(await openToken(joinToken(text.slice(0, at % text.length)), verifier)).toBeUndefined();
      expect(await openToken(joinToken(`${text}A`), verifier)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(await openToken(joinToken(text), verifier)).toBeUndefined();
    }),
  );
});

test('P11 a token, a handle and a subject print nothing of themselves', () => {
  for (const hidden of [joinToken('tell-tale'), roomHandle('tell-tale'), subject('tell-tale')]) {
    const printed = [
      String(hidden),
      `${hidden}`,
      JSON.stringify({ hidden }),
      inspect({ hidden }),
      hidden.toString(),
    ];
    for (const text of printed) expect(text).not.toContain('tell-tale');
    expect(hidden.reveal()).toBe('tell-tale');
  }
});

test('P12 proofs differ in every part, and one kind never passes for another', () => {
  const nonce = new Uint8Array(16).fill(1);
  const proofs = [
    joinProofBytes(nonce, joinToken('a'), 'F'),
    joinProofBytes(nonce, joinToken('b'), 'F'),
    joinProofBytes(nonce, joinToken('a'), 'G'),
    joinProofBytes(new Uint8Array(16), joinToken('a'), 'F'),
    offerProofBytes(nonce, leaf(1), 'F'),
    offerProofBytes(nonce, leaf(256), 'F'),
    resumeProofBytes(nonce, leaf(1)),
    resumeProofBytes(nonce, leaf(2)),
  ].map((bytes) => Buffer.from(bytes).toString('hex'));
  expect(new Set(proofs).size).toBe(proofs.length);
  for (const [i, a] of proofs.entries()) {
    for (const [j, b] of proofs.entries()) if (i !== j) expect(a.startsWith(b)).toBe(false);
  }
});

test('P13 one certificate, in SHA-256, or none', () => {
  const print = Array(32).fill('ab').join(':');
  const line = `a=fingerprint:sha-256 ${print}\r\n`;
  expect(dtlsFingerprint(`v=0\r\n${line}m=audio\r\n${line}`)).toBe(print.toUpperCase());
  expect(dtlsFingerprint('v=0\r\n')).toBeUndefined();
  expect(
    dtlsFingerprint(`${line}a=fingerprint:sha-256 ${Array(32).fill('cd').join(':')}\r\n`),
  ).toBeUndefined();
  expect(dtlsFingerprint(`a=fingerprint:sha-1 ${Array(20).fill('ab').join(':')}\r\n`)).toBeUndefined();
  expect(dtlsFingerprint(`${line}a=fingerprint:sha-1 ${Array(20).fill('ab').join(':')}\r\n`)).toBeUndefined();
  expect(dtlsFingerprint(`a=fingerprint:sha-256 ${print}:ab\r\n`)).toBeUndefined();
});
