import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deriveSframeKeySalt,
  type SframeSuite,
  sframeDecrypt,
  sframeEncrypt,
  sframeNonce,
  sframeSecret,
} from '../sframe-cipher.ts';
import { encodeSframeHeader, parseSframeHeader } from '../sframe-header.ts';

interface Vectors {
  header: { kid: string; ctr: string; encoded: string }[];
  sframe: ({ cipher_suite: SframeSuite } & Record<
    | 'kid'
    | 'ctr'
    | 'base_key'
    | 'sframe_secret'
    | 'sframe_key'
    | 'sframe_salt'
    | 'metadata'
    | 'nonce'
    | 'pt'
    | 'ct',
    string
  >)[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/rfc9605.json', import.meta.url), 'utf8'),
);
const subtle = globalThis.crypto.subtle;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'));
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('RFC 9605', () => {
  test('F1 every header vector encodes and parses', () => {
    expect(vectors.header.length).toBe(289);
    for (const { kid, ctr, encoded } of vectors.header) {
      expect(hex(encodeSframeHeader(BigInt(kid), BigInt(ctr)))).toBe(encoded);
      expect(parseSframeHeader(unhex(encoded))).toEqual({
        kid: BigInt(kid),
        ctr: BigInt(ctr),
        length: encoded.length / 2,
      });
    }
  });

  test('F1 any header comes back, whatever follows it', () => {
    fc.assert(
      fc.property(u64, u64, fc.uint8Array({ maxLength: 20 }), (kid, ctr, rest) => {
        const encoded = encodeSframeHeader(kid, ctr);
        const parsed = parseSframeHeader(new Uint8Array([...encoded, ...rest]));
        expect(parsed).toEqual({ kid, ctr, length: encoded.length });
      }),
    );
  });

  test('F1 arbitrary bytes give a header or nothing, and never more bytes than there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const parsed = parseSframeHeader(bytes);
        if (parsed !== undefined) expect(parsed.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  test('F1 a value beyond 64 bits is refused', () => {
    expect(() => encodeSframeHeader(2n ** 64n, 0n)).toThrow(RangeError);
    expect(() => encodeSframeHeader(0n, -1n)).toThrow(RangeError);
  });

  test.each(vectors.sframe)(
    'F2 suite $cipher_suite derives, encrypts and decrypts as its vector',
    async (v) => {
      const suite = v.cipher_suite;
      const kid = BigInt(v.kid);
      const ctr = BigInt(v.ctr);
      expect(hex(sframeSecret(suite, unhex(v.base_key)))).toBe(v.sframe_secret);
      const { key, salt } = deriveSframeKeySalt(suite, unhex(v.base_key), kid);
      expect(hex(key)).toBe(v.sframe_key);
      expect(hex(salt)).toBe(v.sframe_salt);
      expect(hex(sframeNonce(salt, ctr))).toBe(v.nonce);
      const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
      const metadata = unhex(v.metadata);
      const sealed = await sframeEncrypt(subtle, aes, salt, { kid, ctr, metadata, plaintext: unhex(v.pt) });
      expect(hex(sealed)).toBe(v.ct);
      expect(hex((await sframeDecrypt(subtle, aes, salt, metadata, sealed))!)).toBe(v.pt);
    },
  );

  test('F2 arbitrary bytes decrypt to nothing', async () => {
    const { key, salt } = deriveSframeKeySalt(4, new Uint8Array(16), 1n);
    const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await sframeDecrypt(subtle, aes, salt, new Uint8Array(0), bytes)).toBeUndefined();
      }),
    );
  });
});
