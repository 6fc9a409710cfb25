import type { Flow } from '../packet.ts';
import type { Assembly } from './assembly.ts';
import { Held, PIECE } from './held.ts';
import type { Slot } from './history.ts';

/** Farther from the expected position than any window allows (RFC 7323: at most 1 GiB; in practice a few MiB). */
const FAR = 1 << 26;
/** So many packets in a row that are far off: the connection really is somewhere else. */
const STRAYS = 3;
/** Microseconds to wait for the bytes of a hole: when the receiver says that it has them, and when nobody says so. */
const ACKNOWLEDGED_WAIT = 1e6;
const SILENT_WAIT = 10e6;

/** One direction of a TCP connection: puts its bytes in order (RFC 9293 section 3.4, sequence numbers modulo 2^32). */
export class Direction {
  /** The position of the first byte is known. */
  synced = false;
  /** Sequence number of the first byte, when its SYN was seen. */
  first: number | undefined;
  private readonly flow: Flow;
  private readonly fromA: boolean;
  /** Sequence number and stream position of the next byte to deliver. */
  private next = 0;
  private offset = 0;
  private delivered = false;
  /** Lost bytes not yet reported. */
  private missing = 0;
  private held: Held | undefined;
  private holeSince = 0;
  /** Position up to which the receiver has said that it has everything. */
  private acknowledged = 0;
  private strays = 0;
  private slot: Slot | undefined;

  constructor(flow: Flow, fromA: boolean) {
    this.flow = flow;
    this.fromA = fromA;
  }

  /** Sets where the stream begins. @param sequence of the first byte */
  begin(sequence: number): void {
    this.synced = true;
    this.next = sequence;
  }

  /** @param part the payload as captured; @param cut how much longer it was on the wire */
  segment(
    all: Assembly,
    sequence: number,
    part: Uint8Array,
    cut: number,
    packet: number,
    time: number,
  ): void {
    if (!this.synced) {
      this.begin(sequence);
      all.notes.add('tcp-mid-stream', packet);
    }
    let distance = (sequence - this.next) | 0;
    // A keep-alive repeats one byte, often not the one that was there (RFC 9293 section 3.8.4).
    if (distance === -1 && part.length + cut === 1) return;
    if (distance < 0 && !this.delivered && this.first === undefined && !this.held && distance > -FAR) {
      // Where the stream starts was only inferred from an acknowledgment.
      this.next = sequence;
      distance = 0;
    }
    if ((distance > FAR || distance < -FAR) && !this.moves(all, sequence, packet)) return;
    if (distance > FAR || distance < -FAR) distance = 0;
    this.strays = 0;
    if (distance > 0) this.hold(all, this.offset + distance, part, cut, packet, time);
    else {
      this.join(all, this.offset + distance, part, cut, packet, time);
      this.drain(all);
    }
    this.weigh(all, packet, time);
  }

  /** The other side says that it has everything before `sequence`. */
  acknowledge(all: Assembly, sequence: number, packet: number, time: number): void {
    if (!this.synced) {
      this.begin(sequence);
      return;
    }
    const distance = (sequence - this.next) | 0;
    if (distance <= 0 || distance > FAR) return;
    this.acknowledged = Math.max(this.acknowledged, this.offset + distance);
    this.weigh(all, packet, time);
  }

  /** Gives up every hole: nothing more comes, or nobody waits any longer. */
  flush(all: Assembly): void {
    while (this.held?.first) this.passHole(all);
  }

  /** The end of the connection or of the capture. */
  close(all: Assembly): void {
    this.flush(all);
    // The end of a connection counts as one byte in what is acknowledged.
    if (this.acknowledged > this.offset + 1 || this.missing > 0) all.notes.add('tcp-gap', 0);
  }

  /** Nothing came yet, and the first byte is expected to be `sequence`. */
  isAt(sequence: number): boolean {
    return !this.delivered && this.next === sequence;
  }

  /** Bytes at or before the expected position: the old part is compared, the new one delivered. */
  private join(
    all: Assembly,
    start: number,
    part: Uint8Array,
    cut: number,
    packet: number,
    time: number,
  ): void {
    const old = Math.min(this.offset - start, part.length);
    if (start < 0) all.notes.add('tcp-before-start', packet);
    if (old > 0 && all.history.differs(this, this.slot, start, part.subarray(0, old))) {
      all.notes.add('tcp-overlap-differs', packet);
    }
    if (old < part.length) this.give(all, old === 0 ? part : part.subarray(old), packet, time);
    if (cut > 0) this.lose(start + part.length + cut - this.offset);
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

  /** The next `count` bytes will never come. */
  private lose(count: number): void {
    if (count <= 0) return;
    this.missing += count;
    this.offset += count;
    this.next = (this.next + count) >>> 0;
  }

  private hold(
    all: Assembly,
    start: number,
    part: Uint8Array,
    cut: number,
    packet: number,
    time: number,
  ): void {
    if (part.length === 0) return;
    this.held ??= new Held();
    if (this.held.count === 0) this.holeSince = time;
    const before = this.held.size;
    if (this.held.insert(start, part, cut, packet, time)) all.notes.add('tcp-overlap-differs', packet);
    all.held += this.held.size - before;
  }

  /** Delivers held pieces that have become next. */
  private drain(all: Assembly): void {
    const { held } = this;
    while (held?.first && held.first.start <= this.offset) {
      const piece = held.shift()!;
      all.held -= piece.bytes.length + PIECE;
      this.join(all, piece.start, piece.bytes, piece.cut, piece.packet, piece.time);
    }
    if (held && held.count === 0) this.held = undefined;
  }

  /** Gives up the hole when the bytes are surely lost, have been waited for, or too much waits behind it. */
  private weigh(all: Assembly, packet: number, time: number): void {
    let first = this.held?.first;
    if (first === undefined) return;
    const wait = this.acknowledged >= first.start ? ACKNOWLEDGED_WAIT : SILENT_WAIT;
    if (time - this.holeSince > wait) {
      this.passHole(all);
      this.holeSince = time;
    }
    first = this.held?.first;
    while (first !== undefined && this.crowded(all)) {
      all.notes.add('tcp-held-too-much', packet);
      this.passHole(all);
      first = this.held?.first;
    }
  }

  private crowded(all: Assembly): boolean {
    const { held } = this;
    const { heldBytes, heldSegments, heldInAll } = all.limits;
    if (held === undefined) return false;
    return held.size > heldBytes || held.count > heldSegments || all.held > heldInAll;
  }

  private passHole(all: Assembly): void {
    const first = this.held?.first;
    if (first === undefined) return;
    this.lose(first.start - this.offset);
    this.drain(all);
  }

  /** A packet far off. @returns true when it is one too many, and the stream goes on where it is */
  private moves(all: Assembly, sequence: number, packet: number): boolean {
    if (++this.strays < STRAYS) {
      all.notes.add('tcp-out-of-window', packet);
      return false;
    }
    all.notes.add('tcp-resync', packet);
    this.flush(all);
    // How much is missing is unknown; that something is must show.
    this.lose(1);
    this.next = sequence;
    return true;
  }
}
