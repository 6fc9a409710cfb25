import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { isIP as nodeIsIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Directory,
  directorySchema,
  type Fence,
  isIP,
  openDirectory,
  readFence,
  signDirectory,
  writeFence,
} from '../src/fleet/index.ts';

const codes = fc.uniqueArray(fc.stringMatching(/^[A-Z]{2}$/), { minLength: 1, maxLength: 24 });
const operators = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,10}[a-z0-9])?$/), {
  minLength: 1,
  maxLength: 8,
});
const limit = (names: fc.Arbitrary<string[]>) =>
  fc.record({
    kind: fc.constantFrom('only' as const, 'never' as const),
    names: names.map((all) => [...all].sort()),
  });
const fence: fc.Arbitrary<Fence> = fc.record(
  { jurisdictions: limit(codes), operators: limit(operators) },
  { requiredKeys: [] },
);

describe('a fence', () => {
  test('Z4 has one spelling, which reads back', () => {
    fc.assert(
      fc.property(fence, (it) => {
        expect(readFence(writeFence(it))).toEqual(it);
        expect(writeFence(readFence(writeFence(it))!)).toBe(writeFence(it));
      }),
    );
    expect(readFence(' de, fr ')).toEqual({ jurisdictions: { kind: 'only', names: ['DE', 'FR'] } });
    expect(readFence('!CN/!Example.NET')).toEqual({
      jurisdictions: { kind: 'never', names: ['CN'] },
      operators: { kind: 'never', names: ['example.net'] },
    });
    expect([readFence(''), readFence('*'), readFence('*/*')]).toEqual([{}, {}, {}]);
  });

  test.each(['D', 'DEU', 'DE,', '!', 'DE/a/b', 'DE/-a', 'DE;FR', 'Ä1', `${'AA,'.repeat(30)}AA/x y!`])(
    'Z4 refuses %s',
    (text) => expect(readFence(text)).toBeUndefined(),
  );
});

test('an address is one when Node says so, too', () => {
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.ipV6().map((ip) => ip.replace(/[0-9a-f]+/, '')),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.g'), maxLength: 40 }),
  );
  fc.assert(
    fc.property(text, (it) => {
      expect(isIP(it)).toBe(nodeIsIP(it) !== 0);
    }),
    {
      numRuns: 5_000,
      examples: [['::'], [''], ['1.2.3.4.'], ['::1.2.3.4'], ['1::2::3'], ['1:2:3:4:5:6:7::']],
    },
  );
});

describe('a directory', () => {
  const ours = generateKeyPairSync('ed25519');
  const others = generateKeyPairSync('ed25519');
  const signer = async (message: Uint8Array) => new Uint8Array(sign(null, message, ours.privateKey));
  const verifier = async (signature: Uint8Array, message: Uint8Array) =>
    verify(null, message, ours.publicKey, signature);
  const host = {
    id: 'r1',
    kind: 'relay',
    region: 'eu-central',
    jurisdiction: 'DE',
    operator: 'example.net',
    addresses: ['192.0.2.1'],
    udp: [4000],
  } as const;
  const directory: Directory = {
    v: 1,
    serial: 7,
    issued: 1_000,
    expires: 9_000,
    hosts: [{ ...host, addresses: ['192.0.2.1'], udp: [4000] }],
  };

  test('Z5 opens with the key that signed it, and with no change of a byte', async () => {
    const signed = await signDirectory(directory, signer);
    expect(await openDirectory(signed, verifier, 2_000)).toEqual({ ok: true, directory });
    const theirs = await signDirectory(
      directory,
      async (message) => new Uint8Array(sign(null, message, others.privateKey)),
    );
    expect(await openDirectory(theirs, verifier, 2_000)).toEqual({ ok: false, why: 'unsigned' });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: signed.body.length - 1 }),
        fc.constantFrom(...'AQgw_-09'),
        async (at, char) => {
          fc.pre(signed.body[at] !== char);
          const body = signed.body.slice(0, at) + char + signed.body.slice(at + 1);
          expect((await openDirectory({ ...signed, body }, verifier, 2_000)).ok).toBe(false);
        },
      ),
    );
  });

  test('Z6 neither an older one than is known nor one past its time', async () => {
    const signed = await signDirectory(directory, signer);
    expect(await openDirectory(signed, verifier, 9_000)).toEqual({ ok: false, why: 'expired' });
    expect(await openDirectory(signed, verifier, 2_000, 8)).toEqual({ ok: false, why: 'older' });
    expect((await openDirectory(signed, verifier, 2_000, 7)).ok).toBe(true);
  });

  test.each([
    ['no address', { addresses: [] }],
    ['a name for an address', { addresses: ['relay.example'] }],
    ['no jurisdiction', { jurisdiction: '' }],
    ['a jurisdiction in words', { jurisdiction: 'Germany' }],
    ['no operator', { operator: '' }],
    ['a port that is none', { udp: [70_000] }],
    ['a word that nobody knows', { extra: 1 }],
  ])('Z7 is refused as a whole with %s', async (_, wrong) => {
    const broken = { ...directory, hosts: [{ ...host, ...wrong }] };
    expect(directorySchema.safeParse(broken).success).toBe(false);
    const body = Buffer.from(JSON.stringify(broken));
    const domain = Buffer.from('stoa directory v1');
    const signature = sign(null, Buffer.concat([domain, body]), ours.privateKey).toString('base64url');
    const signed = { body: body.toString('base64url'), signature };
    expect(await openDirectory(signed, verifier, 2_000)).toEqual({ ok: false, why: 'malformed' });
  });

  test('Z7 two hosts of one name are refused', async () => {
    const twice = { ...directory, hosts: [directory.hosts[0]!, directory.hosts[0]!] };
    const signed = await signDirectory(twice, signer);
    expect(await openDirectory(signed, verifier, 2_000)).toEqual({ ok: false, why: 'malformed' });
  });
});
