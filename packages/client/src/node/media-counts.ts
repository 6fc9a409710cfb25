import type { DropReason } from '@stoa/e2ee/frame';
import { media } from '@stoa/protocol';
import { earBanks } from './audio/ear.ts';
import { sequenceDistance } from './audio/jitter-buffer.ts';

export type MediaStats = {
  readonly sent: number;
  readonly received: number;
  /** Sequence numbers that never came, out of those up to the newest. */
  readonly lost: number;
  /** Frames that were not opened, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
};

/** Counts what passes the media transport, over all transports of one participant. */
export class MediaCounts {
  readonly #newest: (number | undefined)[] = new Array(media.slots * earBanks).fill(undefined);
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  #sent = 0;
  #received = 0;
  #lost = 0;

  get stats(): MediaStats {
    return {
      sent: this.#sent,
      received: this.#received,
      lost: Math.max(0, this.#lost),
      dropped: { ...this.#dropped },
    };
  }

  sent(): void {
    this.#sent++;
  }

  /** A new transport begins to number its packets, in that bank of lines. */
  fresh(bank: number): void {
    this.#newest.fill(undefined, bank * media.slots, (bank + 1) * media.slots);
  }

  arrived(slot: number, sequence: number): void {
    this.#received++;
    const newest = this.#newest[slot];
    const ahead = newest === undefined ? 1 : sequenceDistance(sequence, newest);
    // A jump this far is a new stream, not loss.
    if (newest === undefined || Math.abs(ahead) > 1_000) {
      this.#newest[slot] = sequence;
    } else if (ahead > 0) {
      this.#lost += ahead - 1;
      this.#newest[slot] = sequence;
    } else {
      // It was only late, and counted as lost when a later one overtook it.
      this.#lost--;
    }
  }

  dropped(reason: DropReason): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }
}
