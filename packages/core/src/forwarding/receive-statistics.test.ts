import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceiveStatistics } from './receive-statistics.ts';
import { receiverReportBytes, writeReceiverReport } from './receiver-report.ts';

/** Packets by number, each in time with its timestamp. */
function receive(statistics: ReceiveStatistics, ...sequences: number[]): boolean[] {
  return sequences.map((n) => statistics.update(n & 0xffff, (n * 960) >>> 0, n * 20));
}

describe('counting what arrives', () => {
  it('F6 counts wraps of the sequence', () => {
    const statistics = new ReceiveStatistics();
    for (let n = 65_530; n < 65_530 + 70_000; n++) receive(statistics, n);
    expect(statistics.extendedHighest).toBe(65_529 + 70_000);
    expect(statistics.lost).toBe(0);
    expect(statistics.generation).toBe(0);
  });

  it('F6 the extended highest number never falls while packets come in bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.array(fc.integer({ min: -99, max: 2999 }), { maxLength: 100 }),
        (start, steps) => {
          const statistics = new ReceiveStatistics();
          receive(statistics, start);
          let last = statistics.extendedHighest;
          let accepted = true;
          for (const step of steps) {
            accepted &&= receive(statistics, last + step)[0]!;
            if (statistics.extendedHighest < last) return false;
            last = statistics.extendedHighest;
          }
          return accepted && statistics.generation === 0;
        },
      ),
      { numRuns: 500 },
    );
  });

  it('F7 refuses a lone jump and follows a confirmed one', () => {
    const statistics = new ReceiveStatistics();
    expect(receive(statistics, 100, 101, 30_000, 102)).toEqual([true, true, false, true]);
    expect(statistics.generation).toBe(0);
    expect(receive(statistics, 30_000, 30_001, 30_002)).toEqual([false, true, true]);
    expect(statistics.generation).toBe(1);
    expect(statistics.extendedHighest).toBe(30_002);
    expect(receive(statistics, 29_000)).toEqual([false]);
  });

  it('F8 counts losses, duplicates and the fraction of an interval', () => {
    const statistics = new ReceiveStatistics();
    receive(statistics, 1, 2, 3, 4, 6, 7, 8, 10);
    expect(statistics.lost).toBe(2);
    expect(statistics.takeFractionLost()).toBe(Math.floor((2 * 256) / 10));
    expect(statistics.takeFractionLost()).toBe(0);
    receive(statistics, 10, 10, 10);
    expect(statistics.lost).toBe(-1);
    expect(statistics.takeFractionLost()).toBe(0);
  });

  it('F8 jitter is 0 for packets in time and grows with lateness as in A.8', () => {
    const statistics = new ReceiveStatistics();
    receive(statistics, 1, 2, 3, 4, 5);
    expect(statistics.jitter).toBe(0);
    statistics.update(6, 6 * 960, 6 * 20 + 10);
    expect(statistics.jitter).toBe(480 / 16);
  });

  it('F8 jitter survives the wrap of timestamps and of the clock in units', () => {
    const statistics = new ReceiveStatistics();
    const start = 2 ** 32 / 48 - 40;
    for (let i = 0; i < 10; i++) statistics.update(i, (0xffffff00 + i * 960) >>> 0, start + i * 20);
    expect(statistics.jitter).toBeLessThan(2);
  });

  it('F9 writes a report that says all this', () => {
    const statistics = new ReceiveStatistics();
    receive(statistics, 1, 2, 4);
    statistics.noteSenderReport(0xcafe1234, 1000);
    const out = new Uint8Array(receiverReportBytes);
    writeReceiverReport(out, 0x01020304, 0xa1a2a3a4, statistics, 1500);
    const view = new DataView(out.buffer);
    expect([...out.subarray(0, 12)]).toEqual([0x81, 201, 0, 7, 1, 2, 3, 4, 0xa1, 0xa2, 0xa3, 0xa4]);
    expect(out[12]).toBe(64);
    expect(view.getUint32(12) & 0xffffff).toBe(1);
    expect(view.getUint32(16)).toBe(4);
    expect(view.getUint32(24)).toBe(0xcafe1234);
    expect(view.getUint32(28)).toBe(32_768);
  });

  it('F9 says 0 for LSR and DLSR before the first sender report', () => {
    const statistics = new ReceiveStatistics();
    receive(statistics, 1);
    const out = new Uint8Array(receiverReportBytes);
    writeReceiverReport(out, 1, 2, statistics, 99_999);
    expect([...out.subarray(24)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
