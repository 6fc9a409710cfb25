/** What a slot plays next: a frame, a hole where one was lost, or nothing because nobody fills the slot. */
export type Played<T> = { readonly frame: T } | 'lost' | 'idle';

/** RTP sequence numbers (RFC 3550): a - b, taking the shorter way around. */
export const sequenceDistance = (a: number, b: number): number => ((a - b) << 16) >> 16;

/**
 * Puts the packets of one slot back into order and smooths their arrival: plays after `depth` frames have come, starts
 * over after a pause, catches up by skipping when too much piled up.
 */
export class JitterBuffer<T> {
  readonly #frames = new Map<number, T>();
  readonly #depth: number;
  readonly #limit: number;
  #next: number | undefined;
  #filling = true;
  #holes = 0;

  /** Frames of 20 ms. */
  constructor(depth = 3, limit = 12) {
    this.#depth = depth;
    this.#limit = limit;
  }

  /** A packet whose time has passed already is dropped. */
  put(sequence: number, frame: T): void {
    if (this.#next !== undefined && sequenceDistance(sequence, this.#next) < 0) {
      // Far behind means that the stream began anew.
      if (sequenceDistance(sequence, this.#next) > -1_000) return;
      this.#restart();
    }
    this.#frames.set(sequence, frame);
  }

  /** To be called once each 20 ms. */
  play(): Played<T> {
    if (this.#filling) {
      if (this.#frames.size < this.#depth) return 'idle';
      this.#filling = false;
      this.#next = this.#earliest();
    }
    if (this.#frames.size > this.#limit) this.#skip();
    const next = this.#next!;
    const frame = this.#frames.get(next);
    this.#next = (next + 1) & 0xffff;
    if (frame !== undefined) {
      this.#frames.delete(next);
      this.#holes = 0;
      return { frame };
    }
    if (this.#frames.size > 0 || ++this.#holes < this.#depth) return 'lost';
    this.#restart();
    return 'idle';
  }

  #restart(): void {
    this.#frames.clear();
    this.#next = undefined;
    this.#filling = true;
    this.#holes = 0;
  }

  #skip(): void {
    while (this.#frames.size > this.#depth) {
      const earliest = this.#earliest();
      this.#frames.delete(earliest);
      this.#next = (earliest + 1) & 0xffff;
    }
    this.#next = this.#earliest();
  }

  #earliest(): number {
    let best: number | undefined;
    for (const sequence of this.#frames.keys()) {
      if (best === undefined || sequenceDistance(sequence, best) < 0) best = sequence;
    }
    return best ?? 0;
  }
}
