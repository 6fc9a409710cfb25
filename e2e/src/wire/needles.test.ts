import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Canary, needlesOf } from './needles.ts';
import { createScan } from './scanner.ts';

const NAME = 'Žofie Ångström 3f9c';
const ID = Uint8Array.from([
  0xfb, 0xef, 0x01, 0x80, 0xff, 0x3e, 0x9a, 0x55, 0xc0, 0x0d, 0xd0, 0x7e, 0x11, 0x92, 0x6b, 0xfa,
]);
const NUMBER = 0x9c41_f3a7_20d5n;

const scanFor = (...canaries: Canary[]) => createScan(needlesOf(canaries));
const noise = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (Math.imul(i + seed, 2_654_435_761) >>> 13) & 0xff));
const among = (bytes: Uint8Array | string) =>
  Buffer.concat([noise(331, 1), Buffer.from(bytes), noise(97, 2)]);
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a name is found as', () => {
  const scan = scanFor({ what: 'name', text: NAME });
  const utf8 = Buffer.from(NAME);
  const escaped = [...NAME].map((one) =>
    one > '~' ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one,
  );
  const shapes: Record<string, Uint8Array | string> = {
    'UTF-8': utf8,
    'UTF-16LE': Buffer.from(NAME, 'utf16le'),
    'UTF-16BE': swapped(NAME),
    hex: utf8.toString('hex'),
    'upper-case hex': utf8.toString('hex').toUpperCase(),
    'hex of UTF-16': Buffer.from(NAME, 'utf16le').toString('hex'),
    base64: utf8.toString('base64'),
    'base64 after one byte': Buffer.concat([Buffer.from('"'), utf8, Buffer.from('",')]).toString('base64'),
    'base64 after two bytes': Buffer.concat([Buffer.from(':"'), utf8, Buffer.from('"}')]).toString('base64'),
    base64url: utf8.toString('base64url'),
    'base64url after two bytes': Buffer.concat([Buffer.from('??'), utf8, Buffer.from('~~')]).toString(
      'base64url',
    ),
    'percent-encoding': encodeURIComponent(NAME),
    'percent-encoding in lower case': encodeURIComponent(NAME).replace(/%../g, (one) => one.toLowerCase()),
    'form encoding': encodeURIComponent(NAME).replaceAll('%20', '+'),
    'JSON escapes': escaped.join(''),
    'a quoted JSON string': JSON.stringify({ name: NAME }),
  };
  test.each(Object.entries(shapes))('%s', (_how, shape) => {
    expect(scan(among(shape)).map((hit) => hit.what)).toContain('name');
  });

  test('nothing at all where it is not', () => {
    expect(scan(among(utf8.subarray(0, 9)))).toEqual([]);
    expect(scan(noise(200_000, 3))).toEqual([]);
    expect(scan(new Uint8Array(0))).toEqual([]);
  });
});

describe('an id is found as', () => {
  const scan = scanFor({ what: 'room', bytes: ID });
  const raw = Buffer.from(ID);
  const shapes: Record<string, Uint8Array | string> = {
    bytes: raw,
    'eight bytes of it': raw.subarray(5, 13),
    'bytes the other way round': Buffer.from(raw).reverse(),
    hex: raw.toString('hex'),
    'upper-case hex': raw.toString('hex').toUpperCase(),
    base64: raw.toString('base64'),
    base64url: raw.toString('base64url'),
    'base64url inside something longer': Buffer.concat([Buffer.from([1]), raw, Buffer.from([2])]).toString(
      'base64url',
    ),
    'UTF-16 of its base64url': Buffer.from(raw.toString('base64url'), 'utf16le'),
    'UTF-16BE of its hex': swapped(raw.toString('hex')),
    'base64 of its base64url': Buffer.from(`#${raw.toString('base64url')}`).toString('base64'),
    'percent-encoded base64': encodeURIComponent(raw.toString('base64')),
  };
  test.each(Object.entries(shapes))('%s', (_how, shape) => {
    expect(scan(among(shape)).map((hit) => hit.what)).toContain('room');
  });

  test('but seven bytes of it are not enough to say so', () => {
    expect(scan(among(raw.subarray(0, 7)))).toEqual([]);
  });
});

describe('a number is found as', () => {
  const scan = scanFor({ what: 'era', number: NUMBER });
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64BE(NUMBER);
  test.each<[string, Uint8Array | string]>([
    ['48 bits, big-endian', eight.subarray(2)],
    ['48 bits, little-endian', Buffer.from(eight.subarray(2)).reverse()],
    ['64 bits, little-endian', Buffer.from(eight).reverse()],
    ['decimal', NUMBER.toString()],
    ['hex', NUMBER.toString(16)],
    ['base64', eight.toString('base64')],
  ])('%s', (_how, shape) => {
    expect(scan(among(shape)).map((hit) => hit.what)).toContain('era');
  });

  test('32 bits in both orders', () => {
    const of32 = scanFor({ what: 'peer', number: 0xfedc_1234n });
    expect(of32(among(Uint8Array.of(0xfe, 0xdc, 0x12, 0x34)))).toHaveLength(1);
    expect(of32(among(Uint8Array.of(0x34, 0x12, 0xdc, 0xfe)))).toHaveLength(1);
  });
});

test('what chance alone would find is refused as a canary', () => {
  expect(() => needlesOf([{ what: 'leaf', number: 3n }])).toThrow(/cannot be searched/);
  expect(() => needlesOf([{ what: 'nickname', text: 'Al' }])).toThrow(/too short/);
  expect(() => needlesOf([{ what: 'id', bytes: new Uint8Array(4) }])).toThrow(/too short/);
});

test('the first place of each needle is told, also at the edges', () => {
  const scan = scanFor({ what: 'room', bytes: ID.subarray(0, 8) });
  expect(scan(ID.subarray(0, 8))).toMatchObject([{ what: 'room', how: 'bytes', at: 0 }]);
  expect(scan(Buffer.concat([noise(50, 4), ID.subarray(0, 8)]))).toMatchObject([{ at: 50 }]);
});

test('any id at any place in anything is found, whole and armoured', () => {
  const id = fc
    .uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 8, maxLength: 64 })
    .map((all) => Uint8Array.from(all));
  const around = fc.uint8Array({ maxLength: 60 });
  const shape = fc.constantFrom<BufferEncoding>('latin1', 'hex', 'base64', 'base64url');
  fc.assert(
    fc.property(id, around, around, shape, (bytes, before, after, how) => {
      const all = Buffer.concat([before, bytes, after]);
      const hay = how === 'latin1' ? all : Buffer.from(all.toString(how));
      return scanFor({ what: 'id', bytes })(hay).length > 0;
    }),
    { numRuns: 300 },
  );
});
