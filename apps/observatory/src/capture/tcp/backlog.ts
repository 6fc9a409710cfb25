import type { Assembly } from './assembly.ts';
import type { Front } from './front.ts';
import { Held, PIECE } from './held.ts';

/** Microseconds to wait for the bytes of a hole: when the receiver says that it has them, and when nobody says so. */
const ACKNOWLEDGED_WAIT = 1e6;
const SILENT_WAIT = 10e6;

/** What came before the bytes in front of it, and how long it waits for them. */
export class Backlog {
  private readonly front: Front;
  private held: Held | undefined;

  constructor(front: Front) {
    this.front = front;
  }

  get isEmpty(): boolean {
    return this.held === undefined;
  }

  /** @param start position in the stream, behind the front */
  hold(all: Assembly, start: number, part: Uint8Array, cut: number, packet: number, time: number): void {
    if (part.length === 0) return;
    this.held ??= new Held();
    const before = this.held.size;
    if (this.held.insert(start, part, cut, packet, time)) all.notes.add('tcp-overlap-differs', packet);
    all.held += this.held.size - before;
  }

  /** Delivers the pieces that have become next. */
  drain(all: Assembly): void {
    const { held, front } = this;
    if (held === undefined) return;
    while (held.first && held.first.start <= front.offset) {
      const piece = held.shift()!;
      all.held -= piece.bytes.length + PIECE;
      front.join(all, piece.start, piece.bytes, piece.cut, piece.packet, piece.time);
    }
    if (held.count === 0) this.held = undefined;
  }

  /**
   * Gives up holes whose bytes are surely lost or have been waited for, and more when too much waits behind them.
   * @param acknowledged position up to which the receiver has everything
   */
  weigh(all: Assembly, acknowledged: number, packet: number, time: number): void {
    for (let first = this.held?.first; first !== undefined; first = this.held?.first) {
      const wait = acknowledged >= first.start ? ACKNOWLEDGED_WAIT : SILENT_WAIT;
      const crowded = this.isCrowded(all);
      if (!crowded && time - first.time <= wait) return;
      if (crowded) all.notes.add('tcp-held-too-much', packet);
      this.passHole(all);
    }
  }

  /** Gives up every hole: nothing more comes, or nobody waits any longer. */
  flush(all: Assembly): void {
    while (this.held?.first) this.passHole(all);
  }

  private isCrowded(all: Assembly): boolean {
    const { heldBytes, heldSegments, heldInAll } = all.limits;
    const { size, count } = this.held ?? { size: 0, count: 0 };
    return size > heldBytes || count > heldSegments || all.held > heldInAll;
  }

  private passHole(all: Assembly): void {
    const first = this.held?.first;
    if (first === undefined) return;
    this.front.lose(first.start - this.front.offset);
    this.drain(all);
  }
}
