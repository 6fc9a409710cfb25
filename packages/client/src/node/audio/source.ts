import { media } from '@stoa/protocol';

/** Where a Node participant's voice comes from. `read` fills one frame of 20 ms (960 samples, 48 kHz mono). */
export type PcmSource = { read(frame: Int16Array): void };

export const frameSamples = (media.clockRate * media.frameMs) / 1_000;

/** Speaks from its start to its end, then keeps silent (or starts again). */
export function wavSource(samples: Int16Array, options: { readonly loop?: boolean } = {}): PcmSource {
  let at = 0;
  return {
    read: (frame) => {
      for (let i = 0; i < frame.length; i++) {
        if (at >= samples.length && options.loop) at = 0;
        frame[i] = samples[at++] ?? 0;
      }
    },
  };
}

/** A steady sine. `amplitude` of full scale, 0 to 1. */
export function toneSource(hertz: number, amplitude = 0.25): PcmSource {
  const turn = (2 * Math.PI * hertz) / media.clockRate;
  let phase = 0;
  return {
    read: (frame) => {
      for (let i = 0; i < frame.length; i++) {
        frame[i] = Math.round(32_767 * amplitude * Math.sin(phase));
        phase += turn;
      }
      phase %= 2 * Math.PI;
    },
  };
}

export const silentSource: PcmSource = { read: (frame) => void frame.fill(0) };

/** Root mean square of a frame, full scale = 1. */
export function rmsOf(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, frame.length)) / 32_768;
}
