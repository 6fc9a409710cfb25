import type { Roster } from '@stoa/e2ee';
import type { Leaf } from '@stoa/protocol';
import type { ViewStore } from './view-store.ts';
import { fade, hear, keep, noVoices, sameVoices, shown, type VoiceReport, type Voices } from './voices.ts';

/** Shows who on the signed stage is speaking, between one report and the next. */
export class VoiceRings {
  readonly #store: Pick<ViewStore, 'facts' | 'set'>;
  #voices: Voices = noVoices;

  constructor(store: Pick<ViewStore, 'facts' | 'set'>) {
    this.#store = store;
  }

  /** `ownLevel`: of this device's microphone, which no report names. */
  hear(reports: readonly VoiceReport[], ownLevel: number, roster: Roster | undefined, now: number): void {
    const stage = stageOf(roster);
    const all = reports.filter(({ leaf }) => stage.has(leaf));
    if (roster && stage.has(roster.me)) all.push({ leaf: roster.me, level: ownLevel, verified: 'verified' });
    this.#show(hear(this.#voices, all, now));
  }

  fade(now: number): void {
    this.#show(fade(this.#voices, now));
  }

  /** Nobody else is on stage any more. */
  keep(roster: Roster): void {
    this.#show(keep(this.#voices, stageOf(roster)));
  }

  clear(): void {
    this.#voices = noVoices;
    this.#store.set({ voices: new Map() });
  }

  #show(voices: Voices): void {
    if (voices === this.#voices) return;
    this.#voices = voices;
    const next = shown(voices);
    if (!sameVoices(next, this.#store.facts.voices)) this.#store.set({ voices: next });
  }
}

const stageOf = (roster: Roster | undefined): ReadonlySet<Leaf> =>
  new Set(roster?.stage.map((member) => member.leaf));
