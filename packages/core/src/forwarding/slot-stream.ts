import { media } from '@stoa/protocol';

/** Below this silence of the slot a new source follows on without a gap: it only looks late by jitter. */
const seamlessMs = 80;
/** How far behind the newest packet a late one may still be passed on; SRTP's own window is 64. */
const maxLate = 60;
/** A source may run this far ahead of the clock before its timestamps count as nonsense. */
const maxLeadTicks = media.clockRate;
const nobody = -1;

/**
 * One slot of one era as all its listeners hear it: a single unbroken stream of sequence numbers and
 * timestamps, whoever is speaking. It starts at zero; each listener adds its own random start (`Downlink`).
 */
export class SlotStream {
  /** Of the packet that `take` accepted last. */
  sequence = 0;
  timestamp = 0;
  marker = false;
  /** Highest sequence number so far: where a listener that missed some goes on. */
  newest = 0xffff;
  #newestTimestamp = 0;
  #newestAt = Number.NEGATIVE_INFINITY;
  #source = nobody;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  /** Packets since the present source began: nothing older may be sent, its numbers are the previous source's. */
  #run = 0;

  /**
   * Numbers one packet of `source` (a number that changes with peer, SSRC and restart of its sequence).
   * False: too late or a duplicate, not to be sent. `now` in milliseconds.
   */
  take(source: number, sequence: number, timestamp: number, now: number): boolean {
    if (source !== this.#source) return this.#switchTo(source, sequence, timestamp, now);
    const numbered = (sequence + this.#sequenceOffset) & 0xffff;
    const ahead = ((numbered - this.newest) << 16) >> 16;
    const stamped = (timestamp + this.#timestampOffset) >>> 0;
    const step = (stamped - this.#newestTimestamp) | 0;
    if (ahead > 0) {
      const lead = (now - this.#newestAt) * (media.clockRate / 1000) + maxLeadTicks;
      if (step <= 0 || step > lead) return this.#switchTo(source, sequence, timestamp, now);
      this.#run = Math.min(0x7fff, this.#run + ahead);
      this.#accept(numbered, stamped, false, now);
      return true;
    }
    if (ahead === 0 || -ahead > maxLate || -ahead >= this.#run || step >= 0) return false;
    this.sequence = numbered;
    this.timestamp = stamped;
    this.marker = false;
    return true;
  }

  /** The source lost the slot: what it sends next, even with numbers that follow on, counts as a new source. */
  release(): void {
    this.#source = nobody;
  }

  #switchTo(source: number, sequence: number, timestamp: number, now: number): boolean {
    const idle = now - this.#newestAt;
    const frames =
      idle < seamlessMs || idle === Number.POSITIVE_INFINITY
        ? 1
        : Math.max(1, Math.round(idle / media.frameMs));
    const numbered = (this.newest + 1) & 0xffff;
    const stamped = (this.#newestTimestamp + frames * media.frameTicks) >>> 0;
    this.#source = source;
    this.#sequenceOffset = (numbered - sequence) & 0xffff;
    this.#timestampOffset = (stamped - timestamp) | 0;
    this.#run = 1;
    this.#accept(numbered, stamped, true, now);
    return true;
  }

  #accept(sequence: number, timestamp: number, marker: boolean, now: number): void {
    this.sequence = sequence;
    this.timestamp = timestamp;
    this.marker = marker;
    this.newest = sequence;
    this.#newestTimestamp = timestamp;
    this.#newestAt = now;
  }
}
