import { describe, expect, test } from 'vitest';
import { audit } from '../../src/index.ts';
import { at, inOrder, ME, quietCall } from '../make/clean.ts';
import { LEAKS, stream } from '../make/leaks.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { randomBytes } from '../make/random.ts';

const run = (frames: readonly Frame[], truth: NonNullable<Parameters<typeof audit>[1]>['truth']) =>
  audit([pcap(frames)], { ...(truth && { truth }) });
/** Spoken in every other second. */
const speech = Array.from({ length: 10 }, (_, i) => ({
  from: at(1 + 2 * i),
  to: at(2 + 2 * i),
  who: ME.address,
}));
const rooms = new Map([0, 1, 2, 3, 4, 5].map((person) => [`10.0.1.${person}`, person % 2 ? 'red' : 'blue']));

describe('with what is known beside the capture', () => {
  test('sizes that follow speech give most of a bit, sizes that are random give none', async () => {
    const speaks = (i: number) => Math.floor(i / 50) % 2 === 0;
    const sized = (size: (i: number) => number) =>
      stream(
        111,
        Array.from({ length: 500 }, (_, i) => randomBytes(i, size(i))),
        960,
      );
    const leaky = await run(
      sized((i) => (speaks(i) ? 130 : 40)),
      { speech, rooms: new Map() },
    );
    const found = leaky.findings.find((one) => one.code === 'O402')!;
    expect(found.severity).toBe('medium');
    expect(found.figures?.bits).toBeGreaterThan(0.5);
    expect(found.figures?.p).toBeLessThan(0.01);
    const padded = await run(
      sized(() => 130),
      { speech, rooms: new Map() },
    );
    const noisy = await run(
      sized((i) => 60 + (randomBytes(i + 9000, 1)[0]! % 4) * 20),
      { speech, rooms: new Map() },
    );
    for (const { findings } of [padded, noisy])
      expect(findings.filter((one) => one.code === 'O402')).toEqual([]);
  });

  test('rooms that take turns are told apart, with an area under the curve near 1', async () => {
    const scene = LEAKS.find((one) => one.code === 'O501')!.frames();
    const { findings } = await run(inOrder(scene), { speech: [], rooms });
    const { auc = 0, low = 0, sameRoom, otherRooms } = findings.find((one) => one.code === 'O501')!.figures!;
    expect(auc).toBeGreaterThan(0.9);
    expect(low).toBeGreaterThan(0.8);
    expect([sameRoom, otherRooms]).toEqual([6, 9]);
  }, 60_000);

  test('calls of constant rate cannot be told apart: the interval holds 0.5', async () => {
    const relay = { address: '10.9.9.9', port: 3000 };
    const calls = [0, 1, 2, 3, 4, 5].map((person) =>
      quietCall(person + 1, { address: `10.0.1.${person}`, port: 50_000 }, relay, 800),
    );
    const { findings } = await run(inOrder(...calls), { speech: [], rooms });
    const found = findings.find((one) => one.code === 'O501')!;
    expect(found.severity).toBe('info');
    expect(found.figures?.low).toBeLessThanOrEqual(0.5);
    expect(findings.filter((one) => one.severity !== 'info')).toEqual([]);
  }, 60_000);
});
