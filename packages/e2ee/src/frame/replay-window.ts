/**
 * Which CTRs of one voice may be taken. A voice counts on across its keys, so one window over all of them refuses more than
 * one window for each key would, and does not depend on when keys come and go.
 *
 * The CTR is a clock of 20 ms ticks, so the window does not follow it faster than time passes: a single frame from whoever
 * else has the key would otherwise put every true frame behind the window.
 */
export const WINDOW_TICKS = 1024;
/** 5 s of 20 ms frames: how far behind the newest frame one may be. */
export const LATE_TICKS = 250;
/** 5 s: how far a CTR may run ahead of the time that has passed here. */
export const AHEAD_TICKS = 250;
const TICK_MILLIS = 20;

export type WindowFault = 'late' | 'ahead' | 'replayed';

export class ReplayWindow {
  #newest = -1;
  /** The greatest CTR that was credible at `#limitAt`. It grows with time alone, and is cut to `newest + AHEAD_TICKS`. */
  #limit = Number.POSITIVE_INFINITY;
  #limitAt = 0;
  readonly #seen = new Uint32Array(WINDOW_TICKS / 32);

  /** Why a CTR must not be taken at `now` (ms), or undefined. Changes nothing: only an authentic frame may be marked. */
  fault(ctr: number, now: number): WindowFault | undefined {
    if (this.#newest - ctr > LATE_TICKS) return 'late';
    if (ctr > this.#limitOn(now)) return 'ahead';
    if (ctr > this.#newest) return undefined;
    return this.#bit(ctr) ? 'replayed' : undefined;
  }

  mark(ctr: number, now: number): void {
    if (ctr > this.#newest) {
      const first = Math.max(this.#newest + 1, ctr - WINDOW_TICKS + 1, 0);
      for (let skipped = first; skipped < ctr; skipped++) this.#set(skipped, false);
      this.#newest = ctr;
      this.#limit = Math.min(this.#limitOn(now), ctr + AHEAD_TICKS);
      this.#limitAt = now;
    }
    this.#set(ctr, true);
  }

  /** Takes over what another window of the same voice saw, so that nothing it took is taken again. */
  remember(other: ReplayWindow): void {
    const first = Math.max(this.#newest - LATE_TICKS, other.#newest - WINDOW_TICKS + 1, 0);
    const last = Math.min(this.#newest, other.#newest);
    for (let ctr = first; ctr <= last; ctr++) if (other.#bit(ctr)) this.#set(ctr, true);
  }

  #limitOn(now: number): number {
    return this.#limit + (now - this.#limitAt) / TICK_MILLIS;
  }

  #bit(ctr: number): boolean {
    return (this.#seen[(ctr >>> 5) & 31]! & (1 << (ctr & 31))) !== 0;
  }

  #set(ctr: number, on: boolean): void {
    const word = (ctr >>> 5) & 31;
    const bit = 1 << (ctr & 31);
    this.#seen[word] = on ? this.#seen[word]! | bit : this.#seen[word]! & ~bit;
  }
}
