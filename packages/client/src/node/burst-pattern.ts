import { media } from '@stoa/protocol';
import { amplitudeAt } from './audio/goertzel.ts';
import { frameSamples, type PcmSource } from './audio/source.ts';

/** Bursts of 100 ms every 400 ms; neighbours differ in pitch, so that one is not taken for another. */
const burstFrames = 5;
const periodFrames = 20;
const pitches = [500, 1_500, 750, 1_750, 1_000, 2_000, 1_250, 2_250] as const;
const amplitude = 0.4;
/** Of full scale; a burst arrives at about `amplitude`, silence well below this. */
const heardFrom = 0.1;
const onsetFrom = 0.05 * 32_768;

const pitchOf = (burst: number): number => pitches[burst % pitches.length]!;

/** Speaks bursts while it is told to, and notes when each of them began. */
export class BurstSpeaker implements PcmSource {
  /** When the first sample of each burst was spoken, by `now`. */
  readonly spokenAt: number[] = [];
  readonly #now: () => number;
  #frame = 0;
  #left = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** So many more bursts, from the next frame on. */
  speak(bursts: number): void {
    this.#left = bursts;
    this.#frame = 0;
  }

  read(frame: Int16Array): void {
    const at = this.#frame % periodFrames;
    if (this.#left === 0 || at >= burstFrames) {
      frame.fill(0);
    } else {
      // A frame is read when its last sample has been spoken.
      if (at === 0) this.spokenAt.push(this.#now() - media.frameMs);
      const pitch = pitchOf(this.spokenAt.length - 1);
      for (let i = 0; i < frame.length; i++) {
        const t = (at * frameSamples + i) / media.clockRate;
        frame[i] = Math.round(32_767 * amplitude * Math.sin(2 * Math.PI * pitch * t));
      }
    }
    if (this.#left > 0 && ++this.#frame % periodFrames === 0) this.#left--;
  }
}

/** Finds the bursts in what was heard. */
export class BurstListener {
  readonly #now: () => number;
  readonly #heardAt = new Map<number, number>();
  #onset: number | undefined;
  #quietFrames = 0;
  #burst = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** When each burst began to sound, by its number. */
  get heardAt(): ReadonlyMap<number, number> {
    return this.#heardAt;
  }

  /** Every frame in turn, called when its first sample sounds. `spoken`: bursts that were begun so far. */
  take(frame: Int16Array, spoken: number): void {
    const start = frame.findIndex((sample) => Math.abs(sample) > onsetFrom);
    if (start < 0) {
      if (++this.#quietFrames >= 3) this.#onset = undefined;
      return;
    }
    this.#quietFrames = 0;
    this.#onset ??= this.#now() + (start * 1_000) / media.clockRate;
    // Only a burst that was spoken can be heard, and never an older one than the last.
    for (let burst = this.#burst; burst < spoken; burst++) {
      if (amplitudeAt(frame, pitchOf(burst)) < heardFrom) continue;
      this.#heardAt.set(burst, this.#onset);
      this.#burst = burst + 1;
      return;
    }
  }
}
