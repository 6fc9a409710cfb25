/** What reached one listener of one voice since it was last forgotten. */
export type HeardVoice = {
  /** As the frames name it: 1 to 255. */
  readonly sender: number;
  readonly frames: number;
  /** Frames that never came, by the speaker's own count, up to the newest that did. */
  readonly missing: number;
  /** The longest run of them, in milliseconds of sound. */
  readonly longestHoleMs: number;
  /** The longest time without a frame of it, one that still lasts included; waiting for a processor is in it. */
  readonly longestSilenceMs: number;
  /** Since the newest frame. */
  readonly quietMs: number;
};

const rtpHeader = 12;
const frameMs = 20;

/**
 * Counts sealed frames by the speaker's own counter, which stands in the clear and goes on across keys, transports and
 * relays: a hole is sound that was lost, whatever the machine's load did to its time of arrival.
 */
export class Heard {
  readonly #now: () => number;
  readonly #voices = new Map<
    number,
    { newest: number; frames: number; missing: number; hole: number; at: number; silence: number }
  >();

  #own = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A packet of this participant's own: while it moves, one relay may bring back what the other one got. It is not played. */
  spoke(rtp: Uint8Array): void {
    this.#own = rtp[rtpHeader + 2] ?? 0;
    this.#voices.delete(this.#own);
  }

  /** A packet below the encryption of the hop. */
  take(rtp: Uint8Array): void {
    const sender = rtp[rtpHeader + 2] ?? 0;
    // 0 is the relay's filler.
    if (rtp.length < rtpHeader + 8 || sender === 0 || sender === this.#own) return;
    const count = (rtp[rtpHeader + 4]! << 16) | (rtp[rtpHeader + 5]! << 8) | rtp[rtpHeader + 6]!;
    const now = this.#now();
    const voice = this.#voices.get(sender);
    if (!voice) {
      this.#voices.set(sender, { newest: count, frames: 1, missing: 0, hole: 0, at: now, silence: 0 });
      return;
    }
    voice.frames++;
    voice.silence = Math.max(voice.silence, now - voice.at);
    voice.at = now;
    const ahead = count - voice.newest;
    if (ahead <= 0) {
      // Late, not lost: an older one that a newer overtook. A copy of one that came is not told from it.
      if (ahead < 0 && voice.missing > 0) voice.missing--;
      return;
    }
    voice.missing += ahead - 1;
    voice.hole = Math.max(voice.hole, ahead - 1);
    voice.newest = count;
  }

  /** From now on only what is new counts; voices stay known, so a hole that begins now is seen. */
  forget(): void {
    for (const voice of this.#voices.values())
      Object.assign(voice, { frames: 0, missing: 0, hole: 0, silence: 0 });
  }

  voices(): HeardVoice[] {
    const now = this.#now();
    return [...this.#voices].map(([sender, voice]) => ({
      sender,
      frames: voice.frames,
      missing: voice.missing,
      longestHoleMs: voice.hole * frameMs,
      longestSilenceMs: Math.max(voice.silence, now - voice.at),
      quietMs: now - voice.at,
    }));
  }
}
