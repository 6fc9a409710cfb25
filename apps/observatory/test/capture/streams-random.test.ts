import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpTalk } from '../make/conversation.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { readAll, textOf } from './read-all.ts';

const a = { address: '192.0.2.1', port: 5000 };
const b = { address: '192.0.2.2', port: 443 };
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 400 });

/** Opening packets, and the segments of one direction, as TcpTalk cuts them. */
const sent = fc.record({ payload: bytes, size: fc.integer({ min: 1, max: 60 }), a: uint32, b: uint32 });

function talkOf({
  payload,
  size,
  a: first,
  b: second,
}: {
  payload: Uint8Array;
  size: number;
  a: number;
  b: number;
}) {
  const talk = new TcpTalk(a, b, { a: first, b: second });
  return { open: talk.open(0), segments: talk.send(100, 'a', payload, size) };
}

/** The list in an order made of keys; time follows the order, as in a capture. */
function shuffled(frames: readonly Frame[], keys: readonly number[]): Frame[] {
  return frames
    .map((frame, index) => ({ frame, key: keys[index % keys.length]! + index / 1e6 }))
    .sort((x, y) => x.key - y.key)
    .map(({ frame }, index) => ({ ...frame, time: 1000 + index }));
}

const keys = fc.array(fc.nat(1000), { minLength: 1, maxLength: 64 });

describe('any segmentation', () => {
  it('C50 in any order and with any repetition gives the same stream', () => {
    fc.assert(
      fc.property(sent, keys, fc.array(fc.nat(), { maxLength: 10 }), (made, order, again) => {
        const { open, segments } = talkOf(made);
        const repeated = again.map((index) => segments[index % segments.length]!);
        const { streams, summary } = readAll(pcap([...open, ...shuffled([...segments, ...repeated], order)]));
        expect(streams.get('1a')?.text).toBe(textOf(made.payload));
        expect(summary.notes).toEqual({});
      }),
    );
  });

  it('C50 cut in two ways at once gives the same stream', () => {
    fc.assert(
      fc.property(sent, fc.integer({ min: 1, max: 60 }), keys, (made, otherSize, order) => {
        const { open, segments } = talkOf(made);
        const others = talkOf({ ...made, size: otherSize }).segments;
        const { streams, summary } = readAll(pcap([...open, ...shuffled([...segments, ...others], order)]));
        expect(streams.get('1a')?.text).toBe(textOf(made.payload));
        expect(summary.notes).toEqual({});
      }),
    );
  });

  it('C51 with loss every byte is delivered or counted as missing', () => {
    fc.assert(
      fc.property(sent, keys, fc.uniqueArray(fc.nat(399), { maxLength: 40 }), (made, order, lost) => {
        const { open, segments } = talkOf(made);
        const kept = segments.filter((_, index) => !lost.includes(index));
        const { streams } = readAll(pcap([...open, ...shuffled(kept, order)]));
        let expected = '';
        let missing = 0;
        segments.forEach((_, index) => {
          const part = made.payload.subarray(index * made.size, (index + 1) * made.size);
          if (lost.includes(index)) missing += part.length;
          else {
            expected += (missing > 0 ? `[${missing}]` : '') + textOf(part);
            missing = 0;
          }
        });
        expect(streams.get('1a')?.text ?? '').toBe(expected);
      }),
    );
  });

  it('C52 one changed byte in a repetition is always noted', () => {
    fc.assert(
      fc.property(sent, fc.nat(), fc.nat(), keys, (made, which, where, order) => {
        const { open, segments } = talkOf(made);
        const changed = segments[which % segments.length]!;
        const copy = changed.bytes.slice();
        const payloadAt = 54;
        copy[payloadAt + (where % (copy.length - payloadAt))]! ^= 0x20;
        const forged = { ...changed, bytes: copy };
        // A repetition of one byte just before the end is a keep-alive, whatever it holds.
        fc.pre(copy.length - payloadAt > 1);
        const { summary } = readAll(pcap([...open, ...shuffled([...segments, forged], order)]));
        expect(summary.notes['tcp-overlap-differs']).toBeGreaterThan(0);
      }),
    );
  });
});
