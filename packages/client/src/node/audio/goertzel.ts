import { media } from '@stoa/protocol';

/**
 * Amplitude (full scale = 1) of one frequency in `samples` (Goertzel 1958), with a Hann window, so that a strong tone
 * somewhere else does not spill over. Two tones are told apart when they lie more than 2 / duration hertz away.
 */
export function amplitudeAt(samples: Int16Array, hertz: number, rate: number = media.clockRate): number {
  const n = samples.length;
  if (n === 0) return 0;
  const step = (2 * Math.PI * hertz) / rate;
  const factor = 2 * Math.cos(step);
  let before = 0;
  let beforeThat = 0;
  for (let i = 0; i < n; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n);
    const now = samples[i]! * hann + factor * before - beforeThat;
    beforeThat = before;
    before = now;
  }
  const power = before * before + beforeThat * beforeThat - factor * before * beforeThat;
  // The window halves the sum, and a real sine puts half of itself at each side of zero.
  return (4 * Math.sqrt(Math.max(0, power))) / n / 32_768;
}
