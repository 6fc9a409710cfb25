import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Downlink } from './downlink.ts';
import { SlotStream } from './slot-stream.ts';

/** What a listener would see of one packet, or undefined if it is not sent. */
function take(stream: SlotStream, source: number, sequence: number, timestamp: number, now: number) {
  if (!stream.take(source, sequence & 0xffff, timestamp >>> 0, now)) return undefined;
  return { sequence: stream.sequence, timestamp: stream.timestamp, marker: stream.marker };
}

describe('numbering a slot', () => {
  it('F10 a new source follows on by one, with the marker set', () => {
    const stream = new SlotStream();
    const first = take(stream, 1, 500, 7000, 0)!;
    expect(first.marker).toBe(true);
    expect(take(stream, 1, 501, 7960, 20)).toEqual({
      ...first,
      sequence: 1,
      timestamp: first.timestamp + 960,
      marker: false,
    });
    expect(take(stream, 2, 60_000, 5, 40)).toEqual({
      sequence: 2,
      timestamp: first.timestamp + 1920,
      marker: true,
    });
    expect(take(stream, 2, 60_001, 965, 60)).toEqual({
      sequence: 3,
      timestamp: first.timestamp + 2880,
      marker: false,
    });
  });

  it.each([
    [0, 1],
    [20, 1],
    [79, 1],
    [80, 4],
    [95, 5],
    [2000, 100],
    [60_000, 3000],
  ])('F11 after %i ms of nothing a new source comes %i frames later', (idle, frames) => {
    const stream = new SlotStream();
    const before = take(stream, 1, 0, 0, 1000)!;
    const after = take(stream, 2, 0, 0, 1000 + idle)!;
    expect(after.timestamp - before.timestamp).toBe(frames * 960);
    expect(after.sequence - before.sequence).toBe(1);
  });

  it('F11 a gap of the source stays a gap', () => {
    const stream = new SlotStream();
    const first = take(stream, 1, 10, 9600, 0)!;
    const later = take(stream, 1, 15, 14_400, 100)!;
    expect(later).toEqual({ sequence: first.sequence + 5, timestamp: first.timestamp + 4800, marker: false });
  });

  it('F12 a late packet of the present run keeps its place', () => {
    const stream = new SlotStream();
    const first = take(stream, 1, 10, 9600, 0)!;
    take(stream, 1, 12, 11_520, 40);
    expect(take(stream, 1, 11, 10_560, 41)).toEqual({
      sequence: first.sequence + 1,
      timestamp: first.timestamp + 960,
      marker: false,
    });
    expect(take(stream, 1, 13, 12_480, 60)?.sequence).toBe(first.sequence + 3);
  });

  it('F12 nothing older than the present run is sent, and nothing twice', () => {
    const stream = new SlotStream();
    for (let n = 0; n < 5; n++) take(stream, 1, n, n * 960, n * 20);
    take(stream, 2, 100, 96_000, 100);
    expect(take(stream, 2, 99, 95_040, 101)).toBeUndefined();
    expect(take(stream, 2, 100, 96_000, 102)).toBeUndefined();
    for (let n = 101; n < 200; n++) take(stream, 2, n, n * 960, 100 + (n - 100) * 20);
    expect(take(stream, 2, 199 - 61, (199 - 61) * 960, 2090)).toBeUndefined();
  });

  it('F13 timestamps that jump or go back count as a new source', () => {
    for (const jump of [48_000 * 3600, -48_000, 0x80000000]) {
      const stream = new SlotStream();
      const first = take(stream, 1, 0, 1_000_000, 0)!;
      expect(take(stream, 1, 1, 1_000_000 + jump, 20)).toEqual({
        sequence: first.sequence + 1,
        timestamp: first.timestamp + 960,
        marker: true,
      });
    }
  });

  it('F14 a source that comes back is a new source', () => {
    const stream = new SlotStream();
    const first = take(stream, 1, 0, 0, 0)!;
    stream.release();
    const again = take(stream, 1, 3000, 2_880_000, 60_000)!;
    expect(again).toEqual({
      sequence: first.sequence + 1,
      timestamp: first.timestamp + 3000 * 960,
      marker: true,
    });
  });

  it('F10 F12 F13 whatever sources do, no number is sent twice and the stream only moves on in bounds', () => {
    const packet = fc.record({
      source: fc.integer({ min: 1, max: 3 }),
      step: fc.oneof(
        fc.constant(1),
        fc.integer({ min: -70, max: 70 }),
        fc.integer({ min: -3000, max: 3000 }),
      ),
      ticks: fc.oneof(fc.constant(960), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      wait: fc.oneof(fc.constant(20), fc.integer({ min: 0, max: 3000 })),
      release: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 200 }), (packets) => {
        const stream = new SlotStream();
        const state = new Map<number, { sequence: number; timestamp: number }>();
        const used = new Set<number>();
        let extended = 0;
        let now = 0;
        for (const { source, step, ticks, wait, release } of packets) {
          now += wait;
          const own = state.get(source) ?? { sequence: source * 20_000, timestamp: source * 1e9 };
          own.sequence += step;
          own.timestamp += ticks;
          state.set(source, own);
          if (release && wait > 2000) stream.release();
          const before = stream.newest;
          const sent = take(stream, source, own.sequence, own.timestamp, now);
          if (!sent) continue;
          const ahead = ((sent.sequence - before) << 16) >> 16;
          const number = used.size === 0 ? sent.sequence : extended + ahead;
          if (used.has(number)) return false;
          used.add(number);
          if (ahead > 0 || used.size === 1) extended = number;
          if (sent.marker && used.size > 1 && ahead !== 1) return false;
        }
        return true;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('downlinks', () => {
  const read = (downlink: Downlink, stream: SlotStream) => {
    const view = new DataView(new ArrayBuffer(12));
    downlink.write(view, stream);
    return {
      first: view.getUint8(0),
      marker: view.getUint8(1) >> 7,
      payloadType: view.getUint8(1) & 0x7f,
      sequence: view.getUint16(2),
      timestamp: view.getUint32(4),
      ssrc: view.getUint32(8),
    };
  };

  it('F15 adds its own start to the stream, modulo the size of each field', () => {
    const stream = new SlotStream();
    const downlink = new Downlink(0xfedcba98, 109, 0xffff, 0xfffffc40);
    stream.take(1, 5, 5, 0);
    const first = read(downlink, stream);
    expect(first).toEqual({
      first: 0x80,
      marker: 1,
      payloadType: 109,
      sequence: 0xffff,
      timestamp: 0,
      ssrc: 0xfedcba98,
    });
    stream.take(1, 6, 965, 20);
    expect(read(downlink, stream)).toEqual({ ...first, marker: 0, sequence: 0, timestamp: 960 });
  });

  it('F16 a listener who is passed over finds no hole afterwards', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 1, max: 70_000 }),
        (start, missed) => {
          const stream = new SlotStream();
          const downlink = new Downlink(1, 111, start, 0);
          let n = 0;
          const next = () => stream.take(1, n & 0xffff, (n * 960) >>> 0, n++ * 20);
          next();
          const before = read(downlink, stream).sequence;
          downlink.hold(true, stream);
          downlink.hold(true, stream);
          for (let i = 0; i < missed; i++) next();
          downlink.hold(false, stream);
          downlink.hold(false, stream);
          next();
          return read(downlink, stream).sequence === ((before + 1) & 0xffff);
        },
      ),
      { numRuns: 30 },
    );
  });
});
