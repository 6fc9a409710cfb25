import type { Flow } from '../packet.ts';
import type { Assembly } from './assembly.ts';
import { Backlog } from './backlog.ts';
import { Front } from './front.ts';

/** Farther from the expected position than any window allows (RFC 7323: at most 1 GiB; in practice a few MiB). */
const FAR = 1 << 26;
/** So many packets in a row that are far off: the connection really is somewhere else. */
const STRAYS = 3;

/** One direction of a TCP connection: puts its bytes in order (RFC 9293 section 3.4, sequence numbers modulo 2^32). */
export class Direction {
  /** The sequence number of some byte is known, so that others can be placed. */
  synced = false;
  /** Sequence number of the first byte, when its SYN was seen. */
  first: number | undefined;
  private readonly front: Front;
  private readonly backlog: Backlog;
  /** Position up to which the receiver has said that it has everything. */
  private acknowledged = 0;
  private strays = 0;

  constructor(flow: Flow, fromA: boolean) {
    this.front = new Front(flow, fromA);
    this.backlog = new Backlog(this.front);
  }

  /** Sets where the stream begins. @param sequence of the first byte */
  begin(sequence: number): void {
    this.synced = true;
    this.front.next = sequence;
  }

  /** Nothing came yet, and the first byte is expected to be `sequence`. */
  isAt(sequence: number): boolean {
    return !this.front.delivered && this.front.next === sequence;
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
    const { front } = this;
    let distance = (sequence - front.next) | 0;
    // A keep-alive repeats one byte, often not the one that was there (RFC 9293 section 3.8.4).
    if (distance === -1 && part.length + cut === 1) return;
    if ((distance < 0 || distance > FAR) && this.isGuess()) {
      front.next = sequence;
      distance = 0;
    }
    if (distance > FAR || distance < -FAR) {
      if (!this.moves(all, sequence, packet)) return;
      distance = 0;
    }
    this.strays = 0;
    if (distance > 0) this.backlog.hold(all, front.offset + distance, part, cut, packet, time);
    else {
      front.join(all, front.offset + distance, part, cut, packet, time);
      this.backlog.drain(all);
    }
    this.backlog.weigh(all, this.acknowledged, packet, time);
  }

  /** The other side says that it has everything before `sequence`. */
  acknowledge(all: Assembly, sequence: number, packet: number, time: number): void {
    if (!this.synced) {
      this.begin(sequence);
      return;
    }
    const distance = (sequence - this.front.next) | 0;
    if (distance <= 0 || distance > FAR) return;
    this.acknowledged = Math.max(this.acknowledged, this.front.offset + distance);
    this.backlog.weigh(all, this.acknowledged, packet, time);
  }

  /** Gives up every hole: nothing more comes, or nobody waits any longer. */
  flush(all: Assembly): void {
    this.backlog.flush(all);
  }

  /** The end of the connection or of the capture. */
  close(all: Assembly): void {
    this.flush(all);
    // The end of a connection counts as one byte in what is acknowledged.
    const { offset, missing } = this.front;
    if (this.acknowledged > offset + 1 || missing > 0) all.notes.add('tcp-gap', 0);
  }

  /** Where the stream starts was only inferred from an acknowledgment, and nothing depends on it yet. */
  private isGuess(): boolean {
    return !this.front.delivered && this.first === undefined && this.backlog.isEmpty;
  }

  /** A packet far off. @returns true when it is one too many, and the stream goes on where it is */
  private moves(all: Assembly, sequence: number, packet: number): boolean {
    if (++this.strays < STRAYS) {
      all.notes.add('tcp-out-of-window', packet);
      return false;
    }
    // What was held belongs before the break, and so is delivered before it is told.
    this.flush(all);
    all.notes.add('tcp-resync', packet);
    // How much is missing is unknown; that something is must show.
    this.front.lose(1);
    this.front.next = sequence;
    return true;
  }
}
