import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opusDecoder, opusEncoder } from '../../adapters/opus/opus-codec.ts';
import { amplitudeAt } from './goertzel.ts';
import { JitterBuffer, sequenceDistance } from './jitter-buffer.ts';
import { Pacer } from './pacer.ts';
import { frameSamples, rmsOf, toneSource, wavSource } from './source.ts';
import { readWav, resample, writeWav } from './wav.ts';

const frames = (source: { read(frame: Int16Array): void }, count: number): Int16Array => {
  const out = new Int16Array(count * frameSamples);
  for (let i = 0; i < count; i++) source.read(out.subarray(i * frameSamples, (i + 1) * frameSamples));
  return out;
};

describe('WAV files', () => {
  test('what is written is read again', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ maxLength: 500 }),
        fc.constantFrom(8_000, 16_000, 44_100, 48_000),
        (samples, rate) => {
          expect(readWav(writeWav({ samples, rate }))).toEqual({ samples, rate });
        },
      ),
    );
  });

  test('stereo is averaged, unknown chunks are passed over', () => {
    const mono = writeWav({ samples: Int16Array.of(100, 300, -50, -150), rate: 48_000 });
    const view = new DataView(mono.buffer);
    view.setUint16(22, 2, true);
    const withChunk = new Uint8Array(mono.length + 12);
    withChunk.set(mono.subarray(0, 36));
    withChunk.set([0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0], 36);
    withChunk.set(mono.subarray(36), 48);
    expect(readWav(withChunk).samples).toEqual(Int16Array.of(200, -100));
  });

  test('anything else is refused with a sentence, never read out of bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(43), (noise, keep) => {
        const file = writeWav({ samples: new Int16Array(20), rate: 48_000 }).slice();
        file.set(noise.subarray(0, file.length - keep), keep);
        try {
          readWav(file);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => readWav(new Uint8Array(3))).toThrow('not a WAV file');
  });

  test('resampling keeps duration and pitch', () => {
    const tone = frames(toneSource(440, 0.5), 50);
    const down = resample({ samples: tone, rate: 48_000 }, 16_000);
    expect(down).toHaveLength(tone.length / 3);
    expect(amplitudeAt(down, 440, 16_000)).toBeCloseTo(0.5, 1);
  });
});

describe('sources and measuring', () => {
  test('a tone has its amplitude at its frequency and nowhere else', () => {
    const tone = frames(toneSource(440, 0.25), 10);
    expect(amplitudeAt(tone, 440)).toBeCloseTo(0.25, 2);
    expect(amplitudeAt(tone, 880)).toBeLessThan(0.002);
    expect(rmsOf(tone)).toBeCloseTo(0.25 / Math.SQRT2, 2);
    expect(amplitudeAt(new Int16Array(0), 440)).toBe(0);
  });

  test('a WAV source ends in silence or starts again', () => {
    const samples = Int16Array.from({ length: 1_000 }, (_, i) => i);
    expect(frames(wavSource(samples), 2).subarray(998, 1_002)).toEqual(Int16Array.of(998, 999, 0, 0));
    expect(frames(wavSource(samples, { loop: true }), 2).subarray(998, 1_002)).toEqual(
      Int16Array.of(998, 999, 0, 1),
    );
  });
});

describe('Opus', () => {
  test('a tone survives, in frames of one size whatever is said', () => {
    const encoder = opusEncoder();
    const decoder = opusDecoder();
    const sizes = new Set<number>();
    const heard: number[] = [];
    const tone = toneSource(440, 0.25);
    const frame = new Int16Array(frameSamples);
    for (let i = 0; i < 60; i++) {
      if (i < 40) tone.read(frame);
      else frame.fill(0);
      const opus = encoder.encode(frame);
      sizes.add(opus.length);
      const pcm = decoder.decode(opus)!;
      expect(pcm).toHaveLength(frameSamples);
      if (i >= 20 && i < 40) heard.push(...pcm);
    }
    expect([...sizes]).toEqual([60]);
    expect(amplitudeAt(Int16Array.from(heard), 440)).toBeCloseTo(0.25, 1);
  });

  test('noise instead of a frame decodes to something or nothing, and does no harm', () => {
    const decoder = opusDecoder();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 127 }), (noise) => {
        decoder.decode(noise);
      }),
      { numRuns: 300 },
    );
    expect(decoder.decode(opusEncoder().encode(new Int16Array(frameSamples)))).toHaveLength(frameSamples);
  });
});

describe('the pacer', () => {
  /** A clock whose timers come late by what the test says. */
  const late = (delays: readonly number[]) => {
    let now = 0;
    let turn = 0;
    let pending: (() => void) | undefined;
    const pacer = new Pacer(
      () => now,
      (ms, run) => {
        pending = () => {
          now += ms + (delays[turn++ % delays.length] ?? 0);
          run();
        };
        return () => {
          pending = undefined;
        };
      },
    );
    const run = (until: number) => {
      while (pending && now < until) pending();
      return now;
    };
    return { pacer, run };
  };

  test('50 frames a second on average, however late its timers are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 20 }), (delays) => {
        const { pacer, run } = late(delays);
        let ticks = 0;
        pacer.add(() => ticks++);
        const ended = run(10_000);
        expect(ticks).toBe(Math.floor(ended / 20));
      }),
    );
  });

  test('a long stall is not made up for by a flood', () => {
    const { pacer, run } = late([0, 0, 5_000, 0, 0]);
    const burst: number[] = [];
    let ticks = 0;
    pacer.add(() => ticks++);
    for (let i = 0; i < 6; i++) {
      const before = ticks;
      run(1 + i * 1_000);
      burst.push(ticks - before);
    }
    expect(Math.max(...burst)).toBeLessThanOrEqual(60);
  });

  test('one timer serves all, and ends with the last of them', () => {
    const { pacer, run } = late([0]);
    let a = 0;
    let b = 0;
    const stopA = pacer.add(() => a++);
    const stopB = pacer.add(() => b++);
    run(100);
    stopA();
    run(200);
    stopB();
    expect(run(10_000)).toBe(200);
    expect([a, b]).toEqual([5, 10]);
  });
});

describe('the jitter buffer', () => {
  const play = (buffer: JitterBuffer<number>, count: number) =>
    Array.from({ length: count }, () => {
      const played = buffer.play();
      return typeof played === 'string' ? played : played.frame;
    });

  test('plays in order what came out of order, across the wrap of sequence numbers', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (first, order) => {
        const buffer = new JitterBuffer<number>(5);
        for (const i of order) buffer.put((first + i) & 0xffff, i);
        expect(play(buffer, 5)).toEqual([0, 1, 2, 3, 4]);
      }),
    );
  });

  test('a lost packet is one hole, a late one is dropped, a pause starts over', () => {
    const buffer = new JitterBuffer<number>(2);
    buffer.put(1, 1);
    expect(play(buffer, 1)).toEqual(['idle']);
    buffer.put(3, 3);
    expect(play(buffer, 3)).toEqual([1, 'lost', 3]);
    buffer.put(2, 2);
    expect(play(buffer, 3)).toEqual(['lost', 'idle', 'idle']);
    buffer.put(9, 9);
    buffer.put(10, 10);
    expect(play(buffer, 2)).toEqual([9, 10]);
  });

  test('too much of it is skipped, so that delay does not stay', () => {
    const buffer = new JitterBuffer<number>(3, 12);
    for (let i = 0; i < 40; i++) buffer.put(i, i);
    expect(play(buffer, 3)).toEqual([37, 38, 39]);
  });

  test('distance takes the shorter way', () => {
    expect(sequenceDistance(2, 65_535)).toBe(3);
    expect(sequenceDistance(65_535, 2)).toBe(-3);
  });
});
