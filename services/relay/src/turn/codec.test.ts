import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { integrityHolds, sealed } from './integrity.ts';
import { channelData, StreamFrames } from './stream-frames.ts';
import { readStun, type StunDraft, writeStun } from './stun-message.ts';
import { attribute, magicCookie } from './stun-words.ts';
import { readXorAddress, writeXorAddress } from './xor-address.ts';

const transaction = Uint8Array.from({ length: 12 }, (_, i) => i);
const bytes = (length: number) => fc.uint8Array({ minLength: 0, maxLength: length });
const drafts: fc.Arbitrary<StunDraft> = fc.record({
  method: fc.integer({ min: 0, max: 0xfff }),
  class: fc.constantFrom(0x000, 0x010, 0x100, 0x110),
  transaction: fc.uint8Array({ minLength: 12, maxLength: 12 }),
  attributes: fc.array(
    fc.record({
      type: fc.integer({ min: 0, max: 0xffff }).filter((type) => type !== attribute.messageIntegrity),
      value: bytes(40),
    }),
    { maxLength: 6 },
  ),
});

test('what is written is read as it was', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const read = readStun(writeStun(draft));
      expect(read).toMatchObject({ method: draft.method, class: draft.class });
      expect([...read!.transaction]).toEqual([...draft.transaction]);
      expect(read!.attributes.map(({ type, value }) => [type, ...value])).toEqual(
        draft.attributes.map(({ type, value }) => [type, ...value]),
      );
    }),
  );
});

test('bytes of no meaning, and messages with one byte changed, are read or refused and never break anything', () => {
  fc.assert(fc.property(bytes(200), (junk) => void readStun(Buffer.from(junk))));
  fc.assert(
    fc.property(drafts, fc.nat(), fc.integer({ min: 0, max: 255 }), (draft, place, value) => {
      const raw = writeStun(draft);
      raw[place % raw.length] = value;
      const read = readStun(raw);
      for (const one of read?.attributes ?? []) readXorAddress(one.value, read!.transaction);
    }),
  );
});

test('the vectors of RFC 5769: a check of IPv4 with its integrity, and a response of IPv6', () => {
  const check = Buffer.from(
    '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e740024' +
      '00046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70c' +
      'bfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
    'hex',
  );
  const read = readStun(check)!;
  expect(integrityHolds(read, 'VOkJxbRl1RmTxUk/WvJxBt')).toBe(true);
  expect(integrityHolds(read, 'VOkJxbRl1RmTxUk/WvJxBx')).toBe(false);
  // Sealing the covered part again gives the same bytes, the checksum too.
  expect(sealed(check.subarray(0, read.integrityAt), 'VOkJxbRl1RmTxUk/WvJxBt', true)).toEqual(check);
  const response = Buffer.from(
    '010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002' +
      'a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed41' +
      '80280004c8fb0b4c',
    'hex',
  );
  const mapped = readStun(response)!.attributes.find(({ type }) => type === attribute.xorMappedAddress)!;
  expect(readXorAddress(mapped.value, readStun(response)!.transaction)).toEqual({
    host: '2001:db8:1234:5678:11:2233:4455:6677',
    port: 32853,
    v6: true,
  });
});

test('addresses of both families come back; a mapped IPv4 address never looks like the plain one', () => {
  const back = (host: string) =>
    readXorAddress(writeXorAddress({ host, port: 3478 }, transaction), transaction);
  expect(back('192.0.2.1')).toEqual({ host: '192.0.2.1', port: 3478, v6: false });
  expect(back('2001:db8::7')).toEqual({ host: '2001:db8:0:0:0:0:0:7', port: 3478, v6: true });
  expect(back('::ffff:127.0.0.1')!.host).toBe('0:0:0:0:0:ffff:7f00:1');
  expect(back('::')!.host).toBe('0:0:0:0:0:0:0:0');
});

test('a stream cut at any places gives the same frames', () => {
  const message = writeStun({
    method: 3,
    class: 0,
    transaction,
    attributes: [{ type: 6, value: randomBytes(9) }],
  });
  const frames = [
    message,
    channelData(0x4001, randomBytes(193)),
    channelData(0x4002, Buffer.alloc(0)),
    message,
  ];
  const stream = Buffer.concat(frames);
  const wanted = read([stream]);
  expect(wanted.map(([kind]) => kind)).toEqual(['stun', 0x4001, 0x4002, 'stun']);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const chunks = places.slice(1).map((end, i) => stream.subarray(places[i], end));
      expect(read(chunks)).toEqual(wanted);
    }),
  );
});

test('a stream of anything else ends at once: TLS, HTTP, no cookie, a frame without end', () => {
  const takes = (chunk: Buffer) => new StreamFrames({ stun: () => {}, channel: () => {} }).take(chunk);
  expect(takes(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe(false);
  expect(takes(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1]))).toBe(false);
  expect(takes(Buffer.from([0, 3, 0, 0, 0, 0, 0, 0, ...transaction]))).toBe(false);
  expect(takes(Buffer.from([0x40, 0, 0xff, 0xff, 1]))).toBe(false);
  expect(takes(Buffer.from([0x00, 0x03, 0x00, 0x05, 0x21, 0x12, 0xa4, 0x42]))).toBe(false);
  expect(magicCookie).toBe(0x2112a442);
});

test('any bytes in any pieces end a stream or are kept, at most one frame of them', () => {
  fc.assert(
    fc.property(fc.array(bytes(64), { maxLength: 20 }), (chunks) => {
      const stream = new StreamFrames({ stun: () => {}, channel: () => {} });
      chunks.every((chunk) => stream.take(Buffer.from(chunk)));
    }),
  );
});

function read(chunks: readonly Buffer[]): [string | number, string][] {
  const found: [string | number, string][] = [];
  const stream = new StreamFrames({
    stun: (message) => found.push(['stun', message.toString('hex')]),
    channel: (channel, data) => found.push([channel, data.toString('hex')]),
  });
  for (const chunk of chunks) expect(stream.take(chunk)).toBe(true);
  return found;
}
