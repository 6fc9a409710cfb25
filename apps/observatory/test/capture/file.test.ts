import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, text } from '../make/bytes.ts';
import { TcpTalk, udpFrame } from '../make/conversation.ts';
import { LINK } from '../make/link.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { PcapngSection, pcapng } from '../make/pcapng.ts';
import { readAll, textOf } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const b = { address: '2001:db8::2', port: 443 };
const c = { address: '192.0.2.2', port: 443 };
const START = 1_700_000_000_000_000;

const frames = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1e6 + 123_456),
    bytes: fc.uint8Array({ maxLength: 200 }),
    more: fc.nat(100),
  }),
  { maxLength: 20 },
);
const plain = (list: readonly { time: number; bytes: Uint8Array; more: number }[]): Frame[] =>
  list.map(({ time, bytes, more }) => ({ time, bytes, length: bytes.length + more }));

describe('pcap', () => {
  it('C10 gives back what was written, in both byte orders and resolutions', () => {
    fc.assert(
      fc.property(frames, fc.boolean(), fc.boolean(), (list, bigEndian, nanoseconds) => {
        const written = plain(list);
        const { packets, summary } = readAll(pcap(written, { bigEndian, nanoseconds, linkType: LINK.raw }));
        expect(packets.map(({ time, whole, length }) => ({ time, bytes: whole, length }))).toEqual(written);
        expect(packets.map(({ number }) => number)).toEqual(written.map((_, index) => index + 1));
        expect(summary).toMatchObject({ format: 'pcap', packets: written.length });
      }),
    );
  });

  it('C10 reads the longer record headers of an old variant', () => {
    const [frame] = [udpFrame(START, a, c, text('old'))];
    const file = pcap([frame]);
    file.set([0x34, 0xcd, 0xb2, 0xa1]);
    const longer = concat(file.subarray(0, 40), new Uint8Array(8), file.subarray(40));
    expect(textOf(readAll(longer).packets[0]?.payload)).toBe('old');
  });
});

describe('pcapng', () => {
  it('C11 gives back what was written, in both byte orders', () => {
    fc.assert(
      fc.property(frames, fc.boolean(), fc.constantFrom(6, 9, 0x94), (list, bigEndian, resolution) => {
        const written = plain(list);
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

describe('any file', () => {
  const talk = new TcpTalk(a, c);
  const file = pcap([
    ...talk.open(START),
    ...talk.send(START, 'a', text('hello there'), 3),
    udpFrame(START, b, b, text('udp')),
  ]);
  const asBlocks = pcapng([...talk.send(START, 'b', text('general'), 3), udpFrame(START, b, b, text('udp'))]);

  it('C1 takes any bytes', () => {
    const magics = [file.subarray(0, 24), asBlocks.subarray(0, 48), new Uint8Array(0)];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        const { summary, packets } = readAll(concat(head, tail));
        expect(summary.packets).toBe(packets.length);
      }),
      { numRuns: 500 },
    );
  });

  it('C1 says that a file is no capture', () => {
    for (const bytes of [new Uint8Array(0), text('no'), text('%PDF-1.7 and so on')]) {
      expect(readAll(bytes).codes).toEqual(['not-a-capture']);
    }
  });

  it('C1 passes on so many notes of a code, and counts all', () => {
    const cut = Array.from({ length: 80 }, () => ({ time: 0, bytes: text('x'), length: 9 }));
    const { codes, summary } = readAll(pcap(cut));
    expect(codes).toHaveLength(50);
    expect(summary.notes).toEqual({ 'packet-snapped': 80 });
  });

  it('C2 reads the same whatever the pieces', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(file, asBlocks),
        fc.array(fc.integer({ min: 1, max: 90 })),
        (bytes, pieces) => {
          expect(readAll(bytes, { pieces })).toEqual(readAll(bytes));
        },
      ),
    );
  });

  it('C4 reads a cut file up to the cut', () => {
    for (const whole of [file, asBlocks]) {
      const all = readAll(whole).packets.length;
      const { packets, codes } = readAll(whole.subarray(0, -3));
      expect(packets).toHaveLength(all - 1);
      expect(codes.at(-1)).toBe('file-truncated');
    }
  });

  it('C4 stops at a record that cannot be', () => {
    const impossible = file.slice();
    new DataView(impossible.buffer).setUint32(24 + 8, 0x7fffffff, true);
    expect(readAll(impossible).codes).toEqual(['record-impossible']);
    const block = concat(asBlocks, new Uint8Array(12), asBlocks);
    expect(readAll(block).codes.at(-1)).toBe('record-impossible');
    expect(readAll(block).packets).toHaveLength(readAll(asBlocks).packets.length);
  });
});
