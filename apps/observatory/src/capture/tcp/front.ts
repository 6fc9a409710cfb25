import type { Flow } from '../packet.ts';
import type { Assembly } from './assembly.ts';
import type { Slot } from './history.ts';

/** How far one direction's stream has been delivered, and the delivering. */
export class Front {
  /** Sequence number and stream position of the next byte. */
  next = 0;
  offset = 0;
  delivered = false;
  /** Lost bytes not yet reported. */
  missing = 0;
  private readonly flow: Flow;
  private readonly fromA: boolean;
  private slot: Slot | undefined;

  constructor(flow: Flow, fromA: boolean) {
    this.flow = flow;
    this.fromA = fromA;
  }

  /**
   * Takes bytes that start at the front or before it: what is old is compared, what is new delivered.
   * @param start position in the stream; @param cut bytes behind `part` that were not captured
   */
  join(all: Assembly, start: number, part: Uint8Array, cut: number, packet: number, time: number): void {
    const old = Math.min(this.offset - start, part.length);
    if (start < 0) all.notes.add('tcp-before-start', packet);
    if (old > 0 && all.history.differs(this, this.slot, start, part.subarray(0, old))) {
      all.notes.add('tcp-overlap-differs', packet);
    }
    if (old < part.length) this.give(all, old === 0 ? part : part.subarray(old), packet, time);
    if (cut > 0) this.lose(start + part.length + cut - this.offset);
  }

  /** The next `count` bytes will never come. */
  lose(count: number): void {
    if (count <= 0) return;
    this.missing += count;
    this.offset += count;
    this.next = (this.next + count) >>> 0;
  }

  private give(all: Assembly, bytes: Uint8Array, packet: number, time: number): void {
    this.slot = all.history.append(this, this.slot, this.offset, bytes);
    const { offset, missing } = this;
    if (missing > 0) all.notes.add('tcp-gap', packet);
    this.offset += bytes.length;
    this.next = (this.next + bytes.length) >>> 0;
    this.missing = 0;
    this.delivered = true;
    all.emit(this.flow, this.fromA, bytes, offset, missing, packet, time);
  }
}
