import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { isIP as nodeIsIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cardVersion,
  type Directory,
  decodeFence,
  deploymentOfCard,
  directorySchema,
  encodeFence,
  type Fence,
  fenceBytes,
  fenceOfCard,
  isIP,
  openDirectory,
  operatorTag,
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
    const nothing = { kind: 'only', names: [] } as const;
    expect(writeFence({ jurisdictions: nothing, operators: nothing })).toBe('-/-');
    expect(readFence('-/-')).toEqual({ jurisdictions: nothing, operators: nothing });
    expect(writeFence({ jurisdictions: { kind: 'never', names: [] } })).toBe('*');
  });

  test('Z4 has one spelling as bytes, of one size, in which operators are tags', () => {
    fc.assert(
      fc.property(fence, (it) => {
        const bytes = encodeFence(it);
        expect(bytes.length).toBe(fenceBytes);
        const back = decodeFence(bytes)!;
        expect(encodeFence(back)).toEqual(bytes);
        expect(back.jurisdictions).toEqual(it.jurisdictions);
        expect(back.operators?.kind).toBe(it.operators?.kind);
        expect(back.operators?.names).toEqual(it.operators?.names.map(operatorTag).sort());
        expect(readFence(writeFence(back))).toEqual(back);
      }),
    );
    expect(() =>
      encodeFence({
        jurisdictions: {
          kind: 'only',
          names: Array(25)
            .fill(0)
            .map((_, i) => `A${String.fromCharCode(65 + i)}`),
        },
      }),
    ).toThrow(RangeError);
  });

  test('Z4 any bytes are the one spelling of a fence, or refused', () => {
    const noise = fc.uint8Array({ minLength: fenceBytes - 1, maxLength: fenceBytes + 1 });
    const near = fc
      .tuple(fence, fc.nat({ max: fenceBytes - 1 }), fc.nat({ max: 255 }))
      .map(([it, at, byte]) => encodeFence(it).with(at, byte));
    fc.assert(
      fc.property(fc.oneof(noise, near), (bytes) => {
        const it = decodeFence(bytes);
        if (it) expect(encodeFence(it)).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 1_000 },
    );
  });

  test('Z9 is read from a card of this version without a key, and from no other', () => {
    fc.assert(
      fc.property(fence, fc.uint8Array({ minLength: 32, maxLength: 32 }), (it, key) => {
        const card = new Uint8Array(1_000);
        card[0] = cardVersion;
        card.set(encodeFence(it), 68);
        card.set(key, 68 + fenceBytes);
        expect(fenceOfCard(card)).toEqual(decodeFence(encodeFence(it)));
        expect(deploymentOfCard(card)).toEqual(new Uint8Array(key));
        expect(fenceOfCard(card.with(0, 1))).toBeUndefined();
        expect(deploymentOfCard(card.with(0, 1))).toBeUndefined();
        expect(fenceOfCard(card.subarray(0, 100))).toBeUndefined();
      }),
    );
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
    ['an address for a name', { names: ['192.0.2.1:80'] }],
    ['a name in capitals', { names: ['Relay.example'] }],
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
