import type { Leaf } from '@stoa/protocol';

/** What this device heard of one person on stage. */
export type Voice = {
  readonly speaking: boolean;
  /** Loudness step 0..3 of the last frames. */
  readonly level: number;
  readonly verified: 'pending' | 'verified' | 'failed';
};

/** One report of the frame opener (or of the own level meter). */
export type VoiceReport = {
  readonly leaf: Leaf;
  readonly level: number;
  readonly verified: Voice['verified'];
};

/** A pause between two words does not put the ring out. */
export const speakingHoldMs = 400;

type Heard = { readonly voice: Voice; readonly loudAt: number; readonly at: number };
export type Voices = ReadonlyMap<Leaf, Heard>;

export const noVoices: Voices = new Map();

export function hear(voices: Voices, reports: readonly VoiceReport[], now: number): Voices {
  const next = new Map(voices);
  for (const { leaf, level, verified } of reports) {
    const before = next.get(leaf);
    const loudAt = level > 0 ? now : (before?.loudAt ?? Number.NEGATIVE_INFINITY);
    next.set(leaf, { voice: { speaking: now - loudAt < speakingHoldMs, level, verified }, loudAt, at: now });
  }
  return next;
}

/** Rings go out by themselves when frames stop. The same map when nothing changed. */
export function fade(voices: Voices, now: number): Voices {
  let next: Map<Leaf, Heard> | undefined;
  for (const [leaf, heard] of voices) {
    const speaking = now - heard.loudAt < speakingHoldMs;
    const level = now - heard.at < speakingHoldMs ? heard.voice.level : 0;
    if (speaking === heard.voice.speaking && level === heard.voice.level) continue;
    next ??= new Map(voices);
    next.set(leaf, { ...heard, voice: { ...heard.voice, speaking, level } });
  }
  return next ?? voices;
}

/** People who left the stage are forgotten: a leaf that comes back starts as pending. */
export function keep(voices: Voices, stage: ReadonlySet<Leaf>): Voices {
  const next = new Map([...voices].filter(([leaf]) => stage.has(leaf)));
  return next.size === voices.size ? voices : next;
}

export const shown = (voices: Voices): ReadonlyMap<Leaf, Voice> =>
  new Map([...voices].map(([leaf, heard]) => [leaf, heard.voice]));

export function sameVoices(a: ReadonlyMap<Leaf, Voice>, b: ReadonlyMap<Leaf, Voice>): boolean {
  if (a.size !== b.size) return false;
  for (const [leaf, { speaking, level, verified }] of a) {
    const other = b.get(leaf);
    if (other?.speaking !== speaking || other.level !== level || other.verified !== verified) return false;
  }
  return true;
}
