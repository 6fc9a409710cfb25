import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText } from '../../src/capture/flows/address-text.ts';
import { text } from '../make/bytes.ts';
import { TcpTalk, udpFrame } from '../make/conversation.ts';
import { pcap } from '../make/pcap.ts';
import { readAll } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const b = { address: '192.0.2.2', port: 443 };
const port = (number: number) => ({ address: '192.0.2.1', port: number });

describe('flows', () => {
  it('C40 both directions are one flow, and the first sender is a', () => {
    const { packets, summary } = readAll(
      pcap([udpFrame(0, b, a, text('1')), udpFrame(1, a, b, text('2')), udpFrame(2, b, a, text('3'))]),
    );
    expect(packets.map(({ flow, fromA }) => [flow, fromA])).toEqual([
      [1, true],
      [1, false],
      [1, true],
    ]);
    expect(summary.flows).toBe(1);
  });

  it('C40 a flow to itself, and the same addresses with ports the other way round', () => {
    const { packets } = readAll(
      pcap([
        udpFrame(0, a, a, text('1')),
        udpFrame(1, { ...a, port: 1 }, { ...b, port: 2 }, text('2')),
        udpFrame(2, { ...a, port: 2 }, { ...b, port: 1 }, text('3')),
      ]),
    );
    expect(packets.map(({ flow }) => flow)).toEqual([1, 2, 3]);
  });

  it('C40 finds the same flows as a table of names, whatever the seed of its hash', () => {
    const end = fc.record({
      address: fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.7'),
      port: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(end, end), { maxLength: 60 }), fc.integer(), (pairs, seed) => {
        const names = pairs.map(([from, to]) =>
          [from, to]
            .map((x) => `${x.address}:${x.port}`)
            .sort()
            .join(),
        );
        const ids = [...new Set(names)];
        const { packets } = readAll(pcap(pairs.map(([from, to]) => udpFrame(0, from, to, text('x')))), {
          seed,
        });
        expect(packets.map(({ flow }) => flow)).toEqual(names.map((name) => ids.indexOf(name) + 1));
      }),
    );
  });

  it('C40 a new SYN starts a new flow, a repeated one does not', () => {
    const first = new TcpTalk(a, b, { a: 100, b: 200 });
    const second = new TcpTalk(a, b, { a: 70_000, b: 80_000 });
    const open = first.open(0);
    const frames = [
      ...open,
      open[0]!,
      ...first.send(10, 'a', text('old')),
      ...second.open(20),
      ...second.send(30, 'b', text('new')),
    ];
    const { packets, streams, ended } = readAll(pcap(frames));
    expect(packets.map(({ flow }) => flow)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(streams.get('1a')?.text).toBe('old');
    expect(streams.get('2b')?.text).toBe('new');
    expect(ended).toEqual([1, 2]);
  });

  it('C41 the flow unused for longest is forgotten, and comes back as another', () => {
    const frames = [1, 2, 1, 3, 2, 1].map((number) => udpFrame(0, port(number), b, text('x')));
    const { packets, ended, summary } = readAll(pcap(frames), { limits: { flows: 2 } });
    expect(packets.map(({ flow }) => flow)).toEqual([1, 2, 1, 3, 4, 5]);
    expect(ended).toEqual([2, 1, 3, 4, 5]);
    expect(summary.notes).toEqual({ 'flows-forgotten': 3 });
  });

  it('C40 writes IPv6 addresses as RFC 5952 does', () => {
    expect(addressText(6, 0, 0, 0, 0)).toBe('::');
    expect(addressText(6, 0, 0, 0, 1)).toBe('::1');
    expect(addressText(6, 0x20010db8, 0, 0, 0x00010000)).toBe('2001:db8::1:0');
    expect(addressText(6, 0x20010db8, 0x00000001, 0x00000000, 0x00000001)).toBe('2001:db8:0:1::1');
    expect(addressText(6, 0x20010000, 0x00000001, 0x00000000, 0x00010001)).toBe('2001::1:0:0:1:1');
    expect(addressText(6, 0x00010000, 0x00010001, 0x00010001, 0x00010001)).toBe('1:0:1:1:1:1:1:1');
    expect(addressText(6, 0, 0, 0xffff, 0xc0000201)).toBe('::ffff:192.0.2.1');
  });
});
