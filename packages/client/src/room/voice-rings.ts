import type { Leaf } from '@stoa/protocol';
import {
  fade,
  hear,
  keep,
  noVoices,
  sameVoices,
  shown,
  type Voice,
  type VoiceReport,
  type Voices,
} from './voices.ts';

/** Who is speaking, kept between reports; each method gives what is to be shown, or undefined when that is unchanged. */
export class VoiceRings {
  #voices: Voices = noVoices;
  #shown: ReadonlyMap<Leaf, Voice> = new Map();

  hear(reports: readonly VoiceReport[], now: number): ReadonlyMap<Leaf, Voice> | undefined {
    return this.#take(hear(this.#voices, reports, now));
  }

  fade(now: number): ReadonlyMap<Leaf, Voice> | undefined {
    return this.#take(fade(this.#voices, now));
  }

  keep(stage: ReadonlySet<Leaf>): ReadonlyMap<Leaf, Voice> | undefined {
    return this.#take(keep(this.#voices, stage));
  }

  clear(): void {
    this.#voices = noVoices;
    this.#shown = new Map();
  }

  #take(voices: Voices): ReadonlyMap<Leaf, Voice> | undefined {
    if (voices === this.#voices) return undefined;
    this.#voices = voices;
    const next = shown(voices);
    if (sameVoices(next, this.#shown)) return undefined;
    this.#shown = next;
    return next;
  }
}
