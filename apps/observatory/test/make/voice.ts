// Sound that is known, and codecs' encoders where the product has only decoders.
import { Encoder } from '@evan/opus';
import { alaw, ulaw } from '../../src/evidence/g711.ts';
import { Band } from '../../src/evidence/g722.ts';

/** Bursts of a tone with silence between, as speech goes: a second of each. */
export function speechLike(rate: number, seconds: number, hertz = 400): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, i) => {
    const speaks = Math.floor(i / rate) % 2 === 0;
    return speaks
      ? Math.round(9000 * Math.sin((2 * Math.PI * hertz * i) / rate) * (1 + 0.5 * Math.sin(i / 900)))
      : 0;
  });
}

const nearest = (table: Int16Array): ((sample: number) => number) => {
  const order = [...table.keys()].sort((a, b) => table[a]! - table[b]!);
  return (sample) => {
    let best = order[0]!;
    for (const code of order)
      if (Math.abs(table[code]! - sample) < Math.abs(table[best]! - sample)) best = code;
    return best;
  };
};
const toUlaw = nearest(ulaw);
const toAlaw = nearest(alaw);
export const encodeUlaw = (samples: Int16Array): Uint8Array => Uint8Array.from(samples, toUlaw);
export const encodeAlaw = (samples: Int16Array): Uint8Array => Uint8Array.from(samples, toAlaw);

const MIRROR = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

/** Of each band's codes the one whose difference comes nearest; the bands then move on as the decoder's do. */
export function encodeG722(samples: Int16Array): Uint8Array {
  const [low, high] = [new Band(true), new Band(false)];
  const past = new Array<number>(24).fill(0);
  const choose = (band: Band, codes: number, wanted: number) => {
    let best = 0;
    for (let code = 0; code < codes; code++)
      if (Math.abs(band.difference(code) - wanted) < Math.abs(band.difference(best) - wanted)) best = code;
    return best;
  };
  const out = new Uint8Array(samples.length >> 1);
  for (let i = 0; i < out.length; i++) {
    past.copyWithin(0, 2);
    past[22] = samples[2 * i]!;
    past[23] = samples[2 * i + 1]!;
    let even = 0;
    let odd = 0;
    for (let tap = 0; tap < 12; tap++) {
      odd += past[2 * tap]! * MIRROR[tap]!;
      even += past[2 * tap + 1]! * MIRROR[11 - tap]!;
    }
    const codeLow = choose(low, 64, ((even + odd) >> 14) - low.estimate);
    const codeHigh = choose(high, 4, ((even - odd) >> 14) - high.estimate);
    low.decode(codeLow);
    high.decode(codeHigh);
    out[i] = codeLow | (codeHigh << 6);
  }
  return out;
}

/** 20 ms frames of 48 kHz mono, of varying size as the codec likes it. */
export function encodeOpus(samples: Int16Array): Uint8Array[] {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'voip' });
  encoder.bitrate = 24_000;
  encoder.vbr = true;
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 960 <= samples.length; at += 960)
    frames.push(new Uint8Array(encoder.encode(samples.subarray(at, at + 960))));
  return frames;
}

/** Share of the energy that lies at a frequency (Goertzel), 0 to 1. */
export function shareAt(samples: Int16Array, rate: number, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [one, two, energy] = [0, 0, 0];
  for (const sample of samples) {
    [one, two] = [sample + turn * one - two, one];
    energy += sample * sample;
  }
  const power = one * one + two * two - turn * one * two;
  return energy === 0 ? 0 : (2 * power) / (samples.length * energy);
}
