import type { SessionId } from '@stoa/protocol/social';
import { freshMs } from '../http/viewer.ts';

/**
 * When a session last showed a passkey, in memory for the five minutes that it counts: on disk it would be a diary of
 * when people are here.
 */
export class Freshness {
  readonly #at = new Map<string, number>();

  mark(session: SessionId, now: number): void {
    const key = session.reveal();
    this.#at.delete(key);
    this.#at.set(key, now);
    for (const [oldest, at] of this.#at) {
      if (now - at < freshMs) break;
      this.#at.delete(oldest);
    }
  }

  of(session: SessionId): number {
    return this.#at.get(session.reveal()) ?? Number.NEGATIVE_INFINITY;
  }

  forget(session: SessionId): void {
    this.#at.delete(session.reveal());
  }
}
