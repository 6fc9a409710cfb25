import { media } from '@stoa/protocol';
import type { OpusDecoder } from '../../adapters/opus/opus-codec.ts';
import { amplitudeAt } from './goertzel.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import { frameSamples, rmsOf } from './source.ts';

/** How much of what was heard `hear` and `level` look at. */
const windowMs = 200;
/** A transport, the one before it for a moment, and one beside it: each plays its slots in lines of its own. */
export const earBanks = 3;

type Line = { readonly buffer: JitterBuffer<Uint8Array>; decoder: OpusDecoder | undefined };

/** Plays the slots of one participant into a mix, as a browser plays them into a loudspeaker. */
export class Ear {
  readonly #lines: Line[];
  readonly #makeDecoder: () => OpusDecoder;
  readonly #mix = new Float64Array(frameSamples);
  readonly #window = new Int16Array((media.clockRate * windowMs) / 1_000);
  readonly #listeners = new Set<(frame: Int16Array) => void>();
  #recorded: Int16Array[] | undefined;
  #lost = 0;
  #played = 0;

  constructor(makeDecoder: () => OpusDecoder) {
    this.#makeDecoder = makeDecoder;
    this.#lines = Array.from({ length: media.slots * earBanks }, () => ({
      buffer: new JitterBuffer<Uint8Array>(),
      decoder: undefined,
    }));
  }

  /** An opened frame that came through a slot of a bank: `slot + bank * media.slots`. */
  take(line: number, sequence: number, opus: Uint8Array): void {
    this.#lines[line]?.buffer.put(sequence, opus);
  }

  /** Once each 20 ms: what all slots play goes into the mix. */
  tick(): void {
    this.#mix.fill(0);
    for (const line of this.#lines) this.#playLine(line);
    const frame = new Int16Array(frameSamples);
    for (let i = 0; i < frameSamples; i++) {
      frame[i] = Math.max(-32_768, Math.min(32_767, Math.round(this.#mix[i]!)));
    }
    this.#window.copyWithin(0, frameSamples);
    this.#window.set(frame, this.#window.length - frameSamples);
    this.#recorded?.push(frame);
    for (const listener of this.#listeners) listener(frame);
  }

  /** Amplitude (full scale = 1) of a frequency in the last 200 ms. */
  hear(hertz: number): number {
    return amplitudeAt(this.#window, hertz);
  }

  /** Root mean square of the last 200 ms, full scale = 1. */
  get level(): number {
    return rmsOf(this.#window);
  }

  get counts(): { readonly played: number; readonly lost: number } {
    return { played: this.#played, lost: this.#lost };
  }

  /** Every mixed frame from now on. */
  onFrame(listener: (frame: Int16Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  record(): void {
    this.#recorded ??= [];
  }

  /** Everything heard since `record`, 48 kHz mono. */
  recording(): Int16Array {
    const frames = this.#recorded ?? [];
    const out = new Int16Array(frames.length * frameSamples);
    frames.forEach((frame, i) => {
      out.set(frame, i * frameSamples);
    });
    return out;
  }

  #playLine(line: Line): void {
    const played = line.buffer.play();
    if (played === 'idle') return;
    if (played === 'lost') {
      this.#lost++;
      return;
    }
    this.#played++;
    line.decoder ??= this.#makeDecoder();
    const pcm = line.decoder.decode(played.frame);
    if (!pcm) return;
    const length = Math.min(pcm.length, frameSamples);
    for (let i = 0; i < length; i++) this.#mix[i]! += pcm[i]!;
  }
}
