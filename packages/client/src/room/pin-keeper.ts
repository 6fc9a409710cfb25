import type { Roster } from '@stoa/e2ee';

/** Newcomers mostly come several at a time. */
const settleMs = 1_000;
/** Leaves the person at that device most of its budget for its own messages. */
const atMostEveryMs = 6_000;

/**
 * Whoever comes in cannot read what was written before, so the acting steward's device says the pinned link again for
 * newcomers. It sees the whole log, and a higher leaf is somebody newer.
 */
export class PinKeeper {
  #saidAt = Number.NEGATIVE_INFINITY;
  #saidUpTo = -1;
  #dueSince: number | undefined;

  /** The pin was said just now, by whichever moderator. */
  said(roster: Roster | undefined, now: number): void {
    this.#saidAt = now;
    this.#saidUpTo = newest(roster);
    this.#dueSince = undefined;
  }

  isDue(roster: Roster | undefined, now: number): boolean {
    if (!roster?.acting || newest(roster) <= this.#saidUpTo) return false;
    this.#dueSince ??= now;
    return now - this.#dueSince >= settleMs && now - this.#saidAt >= atMostEveryMs;
  }
}

function newest(roster: Roster | undefined): number {
  let most = -1;
  for (const { leaf } of roster?.stage ?? []) most = Math.max(most, leaf);
  for (const { leaf } of roster?.audience ?? []) most = Math.max(most, leaf);
  return most;
}
