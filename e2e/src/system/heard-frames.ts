import type { NodeParticipant } from '@stoa/client/node';

/**
 * How many frames a participant did not hear of those that some speakers sent since a moment, counted rather than timed: a busy
 * machine delays frames, but only a break of the path loses them.
 */
export class HeardFrames {
  readonly #ear: NodeParticipant;
  readonly #speakers: readonly NodeParticipant[];
  readonly #heardBefore: number;
  readonly #sentBefore: number;

  constructor(ear: NodeParticipant, speakers: readonly NodeParticipant[]) {
    this.#ear = ear;
    this.#speakers = speakers.filter((speaker) => speaker !== ear);
    this.#heardBefore = heard(ear);
    this.#sentBefore = this.#sent();
  }

  /** What is under way at both ends of the count is in it: a frame or two for each speaker. */
  get missing(): number {
    return this.#sent() - this.#sentBefore - (heard(this.#ear) - this.#heardBefore);
  }

  #sent(): number {
    return this.#speakers.reduce((sum, speaker) => sum + speaker.stats.sent, 0);
  }
}

/** Opened, each once: what came twice or could not be opened is not heard. */
const heard = ({ stats }: NodeParticipant): number =>
  stats.received - Object.values(stats.dropped).reduce((sum, count) => sum + count, 0);
