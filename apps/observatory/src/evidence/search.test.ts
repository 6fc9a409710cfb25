import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomBytes } from '../../test/make/random.ts';
import { readCanaries } from './canary-file.ts';
import { needlesOf } from './needles.ts';
import { findPacked, unpack } from './packed.ts';
import { Scanner } from './scanner.ts';
import { poissonTail } from './statistics.ts';

const secret = 'zoë/Ada "Q7" +1';
const shapes: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['hex', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['upper-case hex', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
  ['base64', (text) => Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, ''))],
  ['base64 within a longer text', (text) => Buffer.from(Buffer.from(`ab${text}cd`).toString('base64'))],
  ['base64url within a longer text', (text) => Buffer.from(Buffer.from(`a${text}cd`).toString('base64url'))],
  ['percent', (text) => Buffer.from(encodeURIComponent(text))],
  ['form', (text) => Buffer.from(encodeURIComponent(text).replaceAll('%20', '+'))],
  ['JSON', (text) => Buffer.from(JSON.stringify({ text }))],
  [
    'JSON, all beyond ASCII escaped',
    (text) =>
      Buffer.from(
        JSON.stringify(text).replace(
          /[^\x20-\x7e]/g,
          (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
      ),
  ],
  ['base64 of UTF-16', (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('base64'))],
  [
    'hex of base64',
    (text) =>
      Buffer.from(Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')).toString('hex')),
  ],
];

const found = (needles: ReturnType<typeof needlesOf>, bytes: Uint8Array): string[] => {
  const all: string[] = [];
  new Scanner(needles).scan(bytes, (needle) => all.push(needle.how));
  return all;
};

describe('F4 a canary', () => {
  const needles = needlesOf([{ what: 'name', text: secret }]);

  test.for(shapes)('is found as %s', ([, shape]) => {
    expect(
      found(needles, Buffer.concat([randomBytes(1, 33), shape(secret), randomBytes(2, 33)])),
    ).not.toEqual([]);
  });

  test('that is a number is found in both orders, as varint and as decimal, not within a longer number', () => {
    const number = needlesOf([{ what: 'id', number: 4_000_123_456n }]);
    for (const bytes of ['ee6d0a40', '400a6dee', '00000000ee6d0a40', 'c094b4f30e'].map((hex) =>
      Buffer.from(hex, 'hex'),
    ))
      expect(found(number, bytes), bytes.toString('hex')).not.toEqual([]);
    expect(found(number, Buffer.from('id=4000123456,'))).toEqual(['decimal']);
    expect(found(number, Buffer.from('id=940001234567,'))).toEqual([]);
  });

  test('of bytes is found by any eight of them', () => {
    const id = randomBytes(5, 16);
    const needles = needlesOf([{ what: 'id', bytes: id }]);
    expect(found(needles, id.subarray(5, 13))).toEqual(['part of bytes']);
    expect(found(needles, Buffer.from(id).reverse())).toContain('bytes, little-endian');
  });

  test('is found at exactly the places where it is', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 6 }), (parts) => {
        const places: number[] = [];
        let whole: Uint8Array = new Uint8Array(0);
        for (const part of parts) {
          whole = Buffer.concat([whole, part]);
          places.push(whole.length);
          whole = Buffer.concat([whole, Buffer.from('needle-77')]);
        }
        const hits: number[] = [];
        new Scanner(needlesOf([{ what: 'n', text: 'needle-77' }])).scan(whole, (needle, at) => {
          if (needle.how === 'UTF-8') hits.push(at);
        });
        expect(hits).toEqual(places);
      }),
      { numRuns: 50 },
    );
  });

  test('that is too short or too small is refused with a sentence', () => {
    expect(() => needlesOf([{ what: 'x', text: 'abc' }])).toThrow('"x" has less than 4 bytes');
    expect(() => needlesOf([{ what: 'x', number: 12n }])).toThrow('cannot be searched for as a number');
  });
});

describe('files of canaries', () => {
  test('lines: text, bytes, digits as text and number; comments', () => {
    expect(readCanaries('# mine\nname = Ada = L\nkey=0x00ff10aa\nid = 70000\n')).toEqual([
      { what: 'name', text: 'Ada = L' },
      { what: 'key', bytes: Buffer.from('00ff10aa', 'hex') },
      { what: 'id', text: '70000' },
      { what: 'id', number: 70_000n },
    ]);
  });

  test('JSON, and what is wrong is said', () => {
    expect(readCanaries('[{"what":"a","hex":"00ff10aa"},{"what":"b","number":"123456"}]')).toHaveLength(2);
    expect(() => readCanaries('[{"what":"a"}]')).toThrow('canary 1 has neither');
    expect(() => readCanaries('nonsense')).toThrow('line 1');
    expect(() => readCanaries('\n# nothing\n')).toThrow('empty');
  });
});

describe('compressed payloads', () => {
  const text = Buffer.from('a secret that is packed '.repeat(20));
  test.for([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
  ] as const)('%s is found among other bytes and unpacked, also when the end is missing', ([how, packed]) => {
    const at = findPacked(Buffer.concat([Buffer.alloc(50, 9), packed, Buffer.alloc(30, 7)]))!;
    expect(at).toEqual({ how, at: 50 });
    expect(Buffer.from(unpack(how, Buffer.concat([packed, Buffer.alloc(30, 7)]))!).toString()).toBe(
      text.toString(),
    );
    expect(Buffer.from(unpack(how, packed.subarray(0, packed.length - 9))!).toString()).toContain(
      'a secret that',
    );
  });

  test('brotli, raw deflate and zstd', () => {
    expect(unpack('brotli', brotliCompressSync(text))).toEqual(text);
    expect(unpack('raw deflate', deflateRawSync(text))).toEqual(text);
    // One raw block: magic, a single segment of 9 bytes, last block of 9 bytes as they are (RFC 8878).
    const zstd = Buffer.concat([Buffer.from('28b52ffd2009490000', 'hex'), Buffer.from('Ada Q7 xy')]);
    expect(Buffer.from(unpack('zstd', zstd)!).toString()).toBe('Ada Q7 xy');
  });

  test('a bomb stays small, and noise does no harm', () => {
    expect(unpack('gzip', gzipSync(Buffer.alloc(50 << 20)))).toBeUndefined();
    const runs = Buffer.concat([
      Buffer.from('28b52ffd0050', 'hex'),
      ...Array.from({ length: 2000 }, () => Buffer.from('0200107a', 'hex')),
    ]);
    expect(unpack('zstd', runs)).toBeUndefined();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('gzip', 'deflate', 'zstd', 'brotli', 'raw deflate'),
        (noise, how) => {
          unpack(how as 'gzip', noise);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('F5 chance is counted: Poisson tails', () => {
  expect(poissonTail(1, 0.001)).toBeCloseTo(0.0009995, 6);
  expect(poissonTail(3, 1)).toBeCloseTo(0.0803, 4);
  expect(poissonTail(0, 5)).toBe(1);
});
