import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headSeats, limits } from '../src/index.ts';

/** Where the count of seats is in a head; `packages/e2ee/test/formats.test.ts` holds it to real ones. */
const countAt = 153;

function head(seats: readonly (readonly [sender: number, leaf: number])[], version = 1): Uint8Array {
  const bytes = new Uint8Array(countAt + 1 + seats.length * 38 + 200).fill(0xee);
  const view = new DataView(bytes.buffer);
  bytes[0] = version;
  bytes[countAt] = seats.length;
  seats.forEach(([sender, leaf], i) => {
    bytes[countAt + 1 + i * 38] = sender;
    view.setUint32(countAt + 2 + i * 38, leaf);
  });
  return bytes;
}

describe('the seats of a head', () => {
  it('are read with their sender bytes, also out of the middle of a buffer', () => {
    const seats = [
      { sender: 7, leaf: 0 },
      { sender: 255, leaf: 70_000 },
    ];
    const bytes = head(seats.map(({ sender, leaf }) => [sender, leaf] as const));
    expect(headSeats(bytes)).toEqual(seats);
    const around = new Uint8Array(bytes.length + 9);
    around.set(bytes, 9);
    expect(headSeats(around.subarray(9))).toEqual(seats);
    expect(headSeats(head([]))).toEqual([]);
  });

  it('are none in what is no head, is cut off, or seats somebody twice', () => {
    const full = Array.from({ length: limits.onStage + 1 }, (_, i) => [i + 1, i] as const);
    const bad = [
      new Uint8Array(0),
      new Uint8Array(153),
      head([[1, 1]], 2),
      head(full),
      head([[1, 1]]).subarray(0, 154 + 37),
      head([[0, 1]]),
      head([[1, 0x10_0000]]),
      head([
        [1, 1],
        [1, 2],
      ]),
      head([
        [1, 1],
        [2, 1],
      ]),
    ];
    for (const bytes of bad) expect(headSeats(bytes)).toBeUndefined();
    expect(headSeats(head(full.slice(1)))).toHaveLength(limits.onStage);
  });

  it('never throw', () => {
    const junk = fc.uint8Array({ maxLength: 400 }).map((bytes) => {
      if (bytes.length > countAt) bytes[0] = 1;
      return bytes;
    });
    fc.assert(fc.property(junk, (bytes) => void headSeats(bytes)));
  });
});
