import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../make/bytes.ts';
import { ethernet } from '../make/link.ts';
import { fragmentHeader, ipv4, ipv6 } from '../make/network.ts';
import { pcap } from '../make/pcap.ts';
import { udp } from '../make/transport.ts';
import { readAll, textOf } from './read-all.ts';

const path4 = { source: '192.0.2.1', destination: '198.51.100.2', sourcePort: 5000, destinationPort: 53 };
const path6 = { source: '2001:db8::1', destination: '2001:db8::2', sourcePort: 5000, destinationPort: 53 };

type Part = { readonly from: number; readonly to: number };

/** One part of a datagram; `of` is the whole. */
function part4({ from, to }: Part, of: Uint8Array, id = 7): Uint8Array {
  return ipv4(path4, 17, of.subarray(from, to), { id, fragmentOffset: from, moreFragments: to < of.length });
}

function part6({ from, to }: Part, of: Uint8Array): Uint8Array {
  return ipv6(path6, 44, fragmentHeader(17, 7, from, to < of.length, of.subarray(from, to)));
}

const read = (packets: readonly Uint8Array[], times: readonly number[] = [], limits = {}) =>
  readAll(pcap(packets.map((bytes, index) => ({ time: times[index] ?? index, bytes: ethernet(bytes) }))), {
    limits,
  });

/** Cuts at multiples of eight, shuffled. */
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 10 }).chain((units) => {
  const edges = [0, ...units.sort((x, y) => x - y).map((unit) => unit * 8), 500];
  const parts = edges.slice(1).map((to, index) => ({ from: edges[index]!, to }));
  return fc.shuffledSubarray(parts, { minLength: parts.length });
});

describe('fragments', () => {
  it('C30 put together whatever the order', () => {
    fc.assert(
      fc.property(
        cuts,
        fc.boolean(),
        fc.uint8Array({ minLength: 492, maxLength: 492 }),
        (parts, sixth, payload) => {
          const whole = sixth ? udp(path6, payload) : udp(path4, payload);
          const { packets, summary } = read(
            parts.map((part) => (sixth ? part6(part, whole) : part4(part, whole))),
          );
          const last = packets.pop()!;
          expect(last.fragment).toBe(false);
          expect(last.kind).toBe('udp');
          expect(last.payload).toEqual(payload);
          expect(packets.every(({ fragment, kind }) => fragment && kind === 'other')).toBe(true);
          expect(summary.notes).toEqual({});
        },
      ),
    );
  });

  it('C30 keeps datagrams apart by id, addresses and protocol', () => {
    const one = udp(path4, text('one one one one'));
    const two = udp(path4, text('two two two two'));
    const { packets } = read([
      part4({ from: 0, to: 16 }, one, 1),
      part4({ from: 0, to: 16 }, two, 2),
      part4({ from: 16, to: 23 }, two, 2),
      part4({ from: 16, to: 23 }, one, 1),
    ]);
    expect(packets.filter(({ fragment }) => !fragment).map(({ payload }) => textOf(payload))).toEqual([
      'two two two two',
      'one one one one',
    ]);
  });

  it('C31 first bytes stay, and overlaps are told apart', () => {
    const whole = udp(path4, text('the first bytes of all stay!!!!!'));
    const other = whole.slice().fill(120);
    const same = read([part4({ from: 0, to: 24 }, whole), part4({ from: 16, to: 40 }, whole)]);
    expect(same.codes).toEqual(['fragment-overlap']);
    const forged = read([part4({ from: 0, to: 24 }, whole), part4({ from: 8, to: 40 }, other)]);
    expect(forged.codes).toEqual(['fragment-overlap-differs']);
    expect(textOf(forged.packets[1]?.payload)).toBe(`the first bytes ${'x'.repeat(16)}`);
  });

  it('C31 leaves out what cannot belong', () => {
    const whole = udp(path4, new Uint8Array(32));
    const { codes } = read([
      part4({ from: 0, to: 13 }, whole),
      part4({ from: 16, to: 40 }, whole),
      part4({ from: 48, to: 56 }, new Uint8Array(64)),
      ipv4(path4, 17, new Uint8Array(100), { id: 9, fragmentOffset: 65528 }),
    ]);
    expect(codes).toEqual([
      'fragment-damaged',
      'fragment-damaged',
      'fragment-damaged',
      'fragments-unfinished',
      'fragments-unfinished',
    ]);
  });

  it('C32 gives up after a minute', () => {
    const whole = udp(path4, text('too late for this'));
    const { packets, codes } = read(
      [part4({ from: 0, to: 16 }, whole), part4({ from: 16, to: 25 }, whole)],
      [0, 61e6],
    );
    expect(packets.every(({ fragment }) => fragment)).toBe(true);
    expect(codes).toEqual(['fragments-unfinished', 'fragments-unfinished']);
  });

  it('C32 forgets the oldest when there are too many', () => {
    const whole = udp(path4, text('a datagram of two'));
    const heads = [1, 2, 3].map((id) => part4({ from: 0, to: 16 }, whole, id));
    const tails = [1, 3].map((id) => part4({ from: 16, to: 25 }, whole, id));
    const { packets, codes } = read([...heads, ...tails], [], { datagrams: 2 });
    expect(packets.map(({ fragment }) => fragment)).toEqual([true, true, true, true, false]);
    expect(codes.filter((code) => code === 'fragments-forgotten')).toHaveLength(2);
  });
});
