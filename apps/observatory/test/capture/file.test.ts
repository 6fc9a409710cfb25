import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, text } from '../make/bytes.ts';
import { TcpTalk, udpFrame } from '../make/conversation.ts';
import { LINK } from '../make/link.ts';
import { pcap } from '../make/pcap.ts';
import { pcapng } from '../make/pcapng.ts';
import { anyFrames } from './frames.ts';
import { readAll, textOf } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const b = { address: '2001:db8::2', port: 443 };
const c = { address: '192.0.2.2', port: 443 };
const START = 1_700_000_000_000_000;

describe('pcap', () => {
  it('C10 gives back what was written, in both byte orders and resolutions', () => {
    fc.assert(
      fc.property(anyFrames, fc.boolean(), fc.boolean(), (written, bigEndian, nanoseconds) => {
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
