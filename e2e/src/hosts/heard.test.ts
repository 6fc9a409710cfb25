import { expect, test } from 'vitest';
import { Heard } from './heard.ts';

const packet = (sender: number, count: number): Uint8Array => {
  const bytes = new Uint8Array(12 + 167);
  bytes.set([0, 0x9a, sender, 0, count >> 16, (count >> 8) & 0xff, count & 0xff], 12);
  return bytes;
};

test('frames that never came are counted by the speaker’s own numbers, the longest run of them too', () => {
  let now = 0;
  const heard = new Heard(() => now);
  for (const count of [65_536, 65_537, 65_541, 65_542, 65_545, 65_543]) {
    heard.take(packet(7, count));
    now += 20;
  }
  expect(heard.voices()).toEqual([
    { sender: 7, frames: 6, missing: 4, longestHoleMs: 60, longestSilenceMs: 20, quietMs: 20 },
  ]);
});

test('a silence that lasts counts, the filler of the relay does not, and what is forgotten is gone', () => {
  let now = 0;
  const heard = new Heard(() => now);
  heard.take(packet(0, 70_000));
  heard.take(packet(3, 70_000));
  now = 500;
  expect(heard.voices()).toMatchObject([{ sender: 3, longestSilenceMs: 500 }]);
  heard.take(packet(3, 70_001));
  heard.forget();
  expect(heard.voices()).toMatchObject([{ sender: 3, frames: 0, longestSilenceMs: 0 }]);
  heard.take(packet(3, 70_012));
  expect(heard.voices()).toMatchObject([{ missing: 10, longestHoleMs: 200 }]);
});
