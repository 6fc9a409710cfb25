import { media } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRtcp, RtpHeader, type RtpVerdict, readRtp, rtpPacketBytes, strictRtpPacketBytes } from './rtp.ts';

function packet(change: (bytes: Uint8Array) => void = () => {}, size = rtpPacketBytes): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes[0] = 0x80;
  bytes[1] = 111;
  bytes[13] = 0x9a;
  bytes[14] = 7;
  change(bytes);
  return bytes;
}

describe('reading RTP', () => {
  it('F1 reads the fields of a well-formed packet', () => {
    const header = new RtpHeader();
    const bytes = packet((b) => b.set([0x80, 0x80 | 109, 0xab, 0xcd, 0xff, 2, 3, 4, 0xfe, 6, 7, 8, 2]));
    expect(readRtp(bytes, header)).toBe('ok');
    expect(header).toMatchObject({
      payloadType: 109,
      sequence: 0xabcd,
      timestamp: 0xff020304,
      ssrc: 0xfe060708,
      level: 2,
      sender: 7,
    });
  });

  it('F1 an era has one size: a strict one refuses ordinary packets, and the reverse', () => {
    const header = new RtpHeader();
    const strict = packet(undefined, strictRtpPacketBytes);
    expect(strict.length).toBe(12 + 215);
    expect(readRtp(strict, header, strictRtpPacketBytes)).toBe('ok');
    expect(readRtp(strict, header)).toBe('wrongSize');
    expect(readRtp(packet(), header, strictRtpPacketBytes)).toBe('wrongSize');
  });

  const faults: [RtpVerdict, Uint8Array][] = [
    ['truncated', new Uint8Array(11)],
    ['truncated', new Uint8Array(0)],
    ['notRtp', packet((b) => (b[0] = 0x40))],
    ['notRtp', packet((b) => (b[1] = 200))],
    ['padded', packet((b) => (b[0] = 0xa0))],
    ['extended', packet((b) => (b[0] = 0x90))],
    ['withSources', packet((b) => (b[0] = 0x81))],
    ['wrongSize', packet(undefined, rtpPacketBytes - 1)],
    ['wrongSize', packet(undefined, rtpPacketBytes + 1)],
    ['wrongSize', packet(undefined, 1400)],
    ['wrongSize', packet(undefined, 12)],
    ['badLevel', packet((b) => (b[12] = media.levels))],
    ['badLevel', packet((b) => (b[12] = 255))],
    ['notAFrame', packet((b) => (b[13] = 0x9b))],
    ['notAFrame', packet((b) => (b[14] = 0))],
  ];
  it.each(faults)('F1 F2 F19 refuses a packet that is %s', (verdict, bytes) => {
    expect(readRtp(bytes, new RtpHeader())).toBe(verdict);
  });

  it('F2 takes every level there is', () => {
    const header = new RtpHeader();
    for (let level = 0; level < media.levels; level++) {
      expect(
        readRtp(
          packet((b) => (b[12] = level)),
          header,
        ),
      ).toBe('ok');
      expect(header.level).toBe(level);
    }
  });

  it('F3 tells RTCP from RTP by the second byte alone', () => {
    for (let type = 0; type < 256; type++) {
      expect(isRtcp(Uint8Array.of(0x80, type))).toBe(type >= 192 && type <= 223);
    }
    expect(isRtcp(new Uint8Array(1))).toBe(false);
  });

  it('F5 never throws, and says ok only to what F1, F2 and F19 describe', () => {
    const header = new RtpHeader();
    const sized = fc.uint8Array({ minLength: rtpPacketBytes, maxLength: rtpPacketBytes });
    const nearly = sized.map((b) => {
      b[0] = 0x80 | (b[0]! & 0x31);
      b[12] = b[12]! & 0x07;
      b[13] = 0x9a;
      b[14] = b[14]! & 0x01;
      return b;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), sized, nearly), (bytes) => {
        const ok = readRtp(bytes, header) === 'ok';
        const expected =
          bytes.length === rtpPacketBytes &&
          bytes[0] === 0x80 &&
          !isRtcp(bytes) &&
          bytes[12]! < 4 &&
          bytes[13] === 0x9a &&
          bytes[14] !== 0;
        return ok === expected;
      }),
      { numRuns: 20_000 },
    );
  });
});
