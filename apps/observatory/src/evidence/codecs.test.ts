import { expect, test } from 'vitest';
import {
  encodeAlaw,
  encodeG722,
  encodeOpus,
  encodeUlaw,
  shareAt,
  speechLike,
} from '../../test/make/voice.ts';
import { alaw, decodeG711, ulaw } from './g711.ts';
import { G722Decoder } from './g722.ts';
import { opusDecoder, opusSamples } from './opus.ts';
import { wavOf } from './wav.ts';

const tone = (rate: number, hertz: number) => speechLike(rate, 1, hertz);

test('G.711: a tone comes back, and the tables have the extremes of the standard', () => {
  expect(shareAt(decodeG711(ulaw, encodeUlaw(tone(8000, 400))), 8000, 400)).toBeGreaterThan(0.85);
  expect(shareAt(decodeG711(alaw, encodeAlaw(tone(8000, 400))), 8000, 400)).toBeGreaterThan(0.85);
  expect([ulaw[0x00], ulaw[0x80], ulaw[0xff], ulaw[0x7f]].map((one) => one! + 0)).toEqual([
    -32_124, 32_124, 0, 0,
  ]);
  expect([alaw[0x2a], alaw[0xaa], alaw[0xd5], alaw[0x55]]).toEqual([-32_256, 32_256, 8, -8]);
});

test.for([300, 1000, 3000, 5000])('G.722: a tone of %d hertz comes back, in either band', (hertz) => {
  const decoded = new G722Decoder().decode(encodeG722(tone(16_000, hertz)));
  expect(decoded).toHaveLength(16_000);
  expect(shareAt(decoded, 16_000, hertz)).toBeGreaterThan(0.8);
});

test('Opus: a tone comes back, and the first byte says how long a packet is', () => {
  const decode = opusDecoder();
  const packets = encodeOpus(tone(48_000, 400));
  expect(packets.map(opusSamples)).toEqual(packets.map(() => 960));
  const heard = packets.flatMap((one) => [...decode(one)!]);
  expect(shareAt(Int16Array.from(heard), 48_000, 400)).toBeGreaterThan(0.8);
});

test('a WAV file says its rate and length', () => {
  const file = Buffer.from(wavOf(Int16Array.of(1, -2, 3), 16_000));
  expect([
    file.toString('latin1', 0, 4),
    file.readUInt32LE(24),
    file.readUInt32LE(40),
    file.readInt16LE(46),
  ]).toEqual(['RIFF', 16_000, 6, -2]);
});
