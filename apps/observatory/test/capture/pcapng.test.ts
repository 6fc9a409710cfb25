import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, text } from '../make/bytes.ts';
import { udpFrame } from '../make/conversation.ts';
import { LINK } from '../make/link.ts';
import { PcapngSection, pcapng } from '../make/pcapng.ts';
import { anyFrames } from './frames.ts';
import { readAll, textOf } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const c = { address: '192.0.2.2', port: 443 };
const START = 1_700_000_000_000_000;

describe('pcapng', () => {
  it('C11 gives back what was written, in both byte orders', () => {
    fc.assert(
      fc.property(anyFrames, fc.boolean(), fc.constantFrom(6, 9, 0x94), (written, bigEndian, resolution) => {
        const { packets, summary } = readAll(pcapng(written, { bigEndian, resolution }));
        expect(packets.map(({ whole }) => whole)).toEqual(written.map(({ bytes }) => bytes));
        expect(packets.map(({ length }) => length)).toEqual(written.map(({ length }) => length));
        for (const [index, { time }] of packets.entries()) {
          expect(Math.abs(time - written[index]!.time)).toBeLessThanOrEqual(resolution === 0x94 ? 1 : 0.25);
        }
        expect(summary.format).toBe('pcapng');
      }),
    );
  });

  it('C11 reads all packet blocks, passes over what it does not know, and follows sections', () => {
    const first = new PcapngSection();
    const second = new PcapngSection({ bigEndian: true });
    const frame = (word: string) => udpFrame(START, a, c, text(word));
    const file = concat(
      first.header(),
      first.interface(LINK.ethernet, { snap: 50 }),
      first.interface(LINK.ethernet),
      first.block(0x7777, new Uint8Array(5000)),
      first.packet(frame('one'), 1),
      first.obsoletePacket(frame('two'), 0),
      first.simplePacket({ time: 0, bytes: frame('three is cut here').bytes.subarray(0, 50), length: 59 }),
      second.header(),
      second.interface(LINK.ethernet),
      second.packet(frame('four')),
    );
    const { packets, codes } = readAll(file);
    expect(packets.map(({ payload }) => textOf(payload))).toEqual(['one', 'two', 'three is', 'four']);
    expect(packets.map((packet) => packet.interface)).toEqual([1, 0, 0, 2]);
    expect(codes).toEqual(['packet-snapped']);
  });

  it('C12 counts in any resolution and from any offset', () => {
    for (const resolution of [0, 3, 6, 7, 9, 10, 12, 0x80, 0x8a, 0x94, 0xa0]) {
      const section = new PcapngSection();
      const second = resolution === 0 || resolution === 0x80;
      // In so fine a unit 64 bits hold only the first months.
      const time = (resolution === 12 ? 1e12 : START) + (second ? 0 : 500_000);
      const parts = [
        section.header(),
        section.interface(LINK.ethernet, { resolution, offset: -7200 }),
        section.packet({ time, bytes: text('x') }),
      ];
      expect(readAll(concat(...parts)).packets[0]?.time).toBeCloseTo(time - 7200e6, 0);
    }
  });

  it('C12 assumes microseconds where the resolution is nonsense', () => {
    const section = new PcapngSection();
    const face = section.interface(LINK.ethernet, { resolution: 6 });
    face[20] = 0x7f;
    const { packets, codes } = readAll(
      concat(section.header(), face, section.packet({ time: 5, bytes: text('x') })),
    );
    expect(packets[0]?.time).toBe(5);
    expect(codes).toEqual(['time-resolution-odd']);
  });

  it('C14 hands on TLS key logs and host names, and nothing of other secrets', () => {
    const section = new PcapngSection();
    const file = concat(
      section.header(),
      section.secrets('CLIENT_RANDOM aa bb\n'),
      section.secrets('not for us', 0x57474b4c),
      section.names([
        { address: Uint8Array.of(192, 0, 2, 9), names: ['one.example', 'two.example'] },
        {
          address: Uint8Array.of(32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
          names: ['six.example'],
        },
      ]),
    );
    const { secrets, names } = readAll(file);
    expect(secrets).toEqual(['CLIENT_RANDOM aa bb\n']);
    expect(names).toEqual(['192.0.2.9 one.example', '192.0.2.9 two.example', '2001:db8::1 six.example']);
  });

  it('C13 counts a packet of an interface that is not described, without reading it', () => {
    const section = new PcapngSection();
    const frame = udpFrame(START, a, c, text('x'));
    const file = concat(
      section.header(),
      section.interface(LINK.ethernet),
      section.packet(frame, 3),
      section.packet(frame),
    );
    const { packets, codes } = readAll(file);
    expect(packets.map(({ number, ends }) => [number, ends !== ''])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(codes).toEqual(['interface-unknown']);
  });
});
