/**
 * Which CTRs of one voice were seen. A voice counts on across its keys, so one window over all of them refuses more than
 * one window for each key would, and does not depend on when keys come and go.
 */
export const WINDOW_TICKS = 1024;
/** 5 s of 20 ms frames: how far behind the newest frame one may be. */
export const LATE_TICKS = 250;

export type WindowFault = 'late' | 'replayed';

export class ReplayWindow {
  #newest = -1;
  readonly #seen = new Uint32Array(WINDOW_TICKS / 32);

  /** Why a CTR must not be taken, or undefined. Changes nothing: only an authentic frame may be marked. */
  fault(ctr: number): WindowFault | undefined {
    if (this.#newest - ctr > LATE_TICKS) return 'late';
    if (ctr > this.#newest) return undefined;
    return this.#bit(ctr) ? 'replayed' : undefined;
  }

  mark(ctr: number): void {
    if (ctr > this.#newest) {
      const first = Math.max(this.#newest + 1, ctr - WINDOW_TICKS + 1, 0);
      for (let skipped = first; skipped < ctr; skipped++) this.#set(skipped, false);
      this.#newest = ctr;
    }
    this.#set(ctr, true);
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
