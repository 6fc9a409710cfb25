import { expect, test } from 'vitest';
import type { Datagram } from './packets.ts';
import { burstLeakOf, figuresOf, leakOf, type Phase, rateFindings } from './phases.ts';

const speech: Phase = { who: 'somebody', activity: 'speech', from: 1_000, to: 1_004 };
const silence: Phase = { who: 'somebody', activity: 'silence', from: 1_004, to: 1_008 };

/** Media of eight seconds; `sends` says which frames go out, and how long they are. */
function media(sends: (frame: number) => number): Datagram[] {
  const all: Datagram[] = [];
  let sequence = 65_500;
  for (let frame = 0; frame < 400; frame++) {
    const length = sends(frame);
    if (length === 0) continue;
    const payload = Buffer.alloc(length, 0x80);
    payload.writeUInt16BE(sequence++ & 0xffff, 2);
    payload.writeUInt32BE((4_294_900_000 + frame * 960) >>> 0, 4);
    payload.writeUInt32BE(77, 8);
    const address = { from: '10.0.0.1', to: '10.0.0.2', fromPort: 1, toPort: 2 };
    all.push({ ...address, at: 1_000 + frame * 0.02, payload, kind: 'rtp' });
  }
  return all;
}

const findings = (all: Datagram[]) => rateFindings([figuresOf(all, speech), figuresOf(all, silence)]);

test('steady media is in order and tells nothing', () => {
  const steady = media(() => 195);
  expect(findings(steady)).toEqual([]);
  expect(figuresOf(steady, speech)).toMatchObject({ sizes: [195], withheld: 0 });
  expect(Math.round(figuresOf(steady, speech).perSecond)).toBe(50);
  expect(leakOf(steady, speech, silence).sizeBits).toBe(0);
});

test('a pause in silence is found, a long one and every third frame', () => {
  expect(findings(media((frame) => (frame < 200 ? 195 : 0)))[0]?.says).toMatch(/^0.0\/s/);
  expect(findings(media((frame) => (frame < 200 || frame % 3 ? 195 : 0)))[0]?.says).toMatch(
    /frames withheld.*silence/,
  );
});

test('sizes that differ in silence tell all', () => {
  expect(
    leakOf(
      media((frame) => (frame < 200 ? 120 : 31)),
      speech,
      silence,
    ).sizeBits,
  ).toBeGreaterThan(0.95);
});

test('intervals that follow the bursts of speech are noticed', () => {
  const bursts = Array.from({ length: 8 }, (_, i): [number, number] => [1_000 + i / 2, 1_000 + i / 2 + 0.3]);
  const loud = (at: number) => bursts.some(([from, to]) => at - 0.05 >= from && at - 0.05 <= to);
  const late = media(() => 195).map((one, i) =>
    loud(one.at) && i % 2 ? { ...one, at: one.at + 0.012 } : one,
  );
  expect(burstLeakOf(late, speech, bursts).intervals.p).toBeLessThan(0.001);
  expect(burstLeakOf(late, speech, bursts).intervalBits).toBeGreaterThan(0.2);
});
