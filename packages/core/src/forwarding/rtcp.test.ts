import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRtcp, SenderReport } from './rtcp.ts';

const hex = (text: string) =>
  Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (b) => Number.parseInt(b, 16));
const senderReport = hex('80c80006 0a0b0c0d 11112222 33334444 00000001 00000002 00000003');
const sdes = hex('81ca0003 0a0b0c0d 01027878 00000000');
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('reading RTCP', () => {
  it('F4 finds the sender report of a compound packet', () => {
    const report = new SenderReport();
    expect(readRtcp(join(senderReport, sdes), report)).toBe(true);
    expect(report).toEqual({ seen: true, ssrc: 0x0a0b0c0d, ntpMiddle: 0x22223333 });
  });

  it('F4 lets everything else pass unread', () => {
    const report = new SenderReport();
    const bye = hex('81cb0001 0a0b0c0d');
    const nack = hex('81cd0003 0a0b0c0d 0e0f1011 00010000');
    const pli = hex('81ce0002 0a0b0c0d 0e0f1011');
    for (const bytes of [sdes, bye, nack, pli, hex('80c90001 0a0b0c0d'), join(bye, nack, pli)]) {
      expect(readRtcp(bytes, report)).toBe(true);
      expect(report.seen).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['half a header', '80c80006'],
    ['a length beyond the end', '80c90009 0a0b0c0d'],
    ['the longest length', '80c9ffff 0a0b0c0d'],
    ['a wrong version', '40c90001 0a0b0c0d'],
    ['a type that is not RTCP', '80bf0001 0a0b0c0d'],
    ['a sender report without its body', '80c80001 0a0b0c0d'],
    [
      'a sender report that promises blocks',
      '81c80006 0a0b0c0d 11112222 33334444 00000001 00000002 00000003',
    ],
    ['padding before the last packet', 'a0c90001 0a0b0c0d 80c90001 0a0b0c0d'],
    ['bytes left over', '80c90001 0a0b0c0d 80c9'],
    ['a packet of length zero in the middle', '80c90000 80c90001 0a0b0c0d ff'],
  ])('F4 refuses %s', (_, bytes) => {
    expect(readRtcp(hex(bytes), new SenderReport())).toBe(false);
  });

  it('F4 stops after 16 packets', () => {
    const one = hex('80c90001 0a0b0c0d');
    expect(readRtcp(join(...new Array(16).fill(one)), new SenderReport())).toBe(true);
    expect(readRtcp(join(...new Array(17).fill(one)), new SenderReport())).toBe(false);
  });

  it('F5 survives any bytes, also broken copies of real packets', () => {
    const report = new SenderReport();
    const broken = fc
      .tuple(
        fc.constantFrom(senderReport, join(senderReport, sdes), sdes),
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.nat(),
      )
      .map(([bytes, at, value, cut]) => {
        const copy = bytes.slice(0, bytes.length - (cut % 9));
        copy[at % copy.length] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken), (bytes) => {
        const ok = readRtcp(bytes, report);
        return typeof ok === 'boolean' && (bytes.length >= 8 || !ok);
      }),
      { numRuns: 20_000 },
    );
  });
});
