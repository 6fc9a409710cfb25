import { media } from '@stoa/protocol';

const maxDropout = 3000;
const maxMisorder = 100;
const none = -1;

/**
 * What a receiver knows about one arriving stream: RFC 3550 appendices A.1 (sequence), A.3 (loss) and
 * A.8 (jitter). A.1's probation of new sources is left out: packets here come out of SRTP and are authentic.
 */
export class ReceiveStatistics {
  /** Rises whenever the sequence restarts somewhere else; forwarding treats that as another source. */
  generation = 0;
  received = 0;
  /** In timestamp units, as it goes on the wire. */
  jitter = 0;
  #base = none;
  #highest = 0;
  #cycles = 0;
  #bad = none;
  #expectedPrior = 0;
  #receivedPrior = 0;
  #transit = none;
  #lastReport = 0;
  #lastReportAt = none;

  /**
   * Counts a packet. False: its number is far from all that came before, and it must not be used until the next
   * packet confirms the jump (A.1). `now` in milliseconds.
   */
  update(sequence: number, timestamp: number, now: number): boolean {
    if (this.#base === none) this.#restart(sequence);
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead < maxDropout) {
      if (sequence < this.#highest) this.#cycles += 0x10000;
      this.#highest = sequence;
    } else if (ahead <= 0x10000 - maxMisorder) {
      if (sequence !== this.#bad) {
        this.#bad = (sequence + 1) & 0xffff;
        return false;
      }
      this.#restart(sequence);
      this.generation++;
    }
    this.received++;
    this.#measureJitter(timestamp, now);
    return true;
  }

  noteSenderReport(ntpMiddle: number, now: number): void {
    this.#lastReport = ntpMiddle;
    this.#lastReportAt = now;
  }

  get extendedHighest(): number {
    return (this.#cycles + this.#highest) >>> 0;
  }

  /** A.3: may be negative when duplicates outnumber losses; limited to the 24 bits of the field. */
  get lost(): number {
    const lost = this.#expected() - this.received;
    return Math.max(-0x800000, Math.min(0x7fffff, lost));
  }

  /** A.3: share of packets lost since the last call, in 1/256. */
  takeFractionLost(): number {
    const expected = this.#expected();
    const expectedNow = expected - this.#expectedPrior;
    const lostNow = expectedNow - (this.received - this.#receivedPrior);
    this.#expectedPrior = expected;
    this.#receivedPrior = this.received;
    if (expectedNow <= 0 || lostNow <= 0) return 0;
    return Math.min(255, Math.floor((lostNow * 256) / expectedNow));
  }

  /** LSR: 0 if no sender report has come. */
  get lastSenderReport(): number {
    return this.#lastReport;
  }

  /** DLSR in 1/65536 s: 0 if no sender report has come. */
  delaySinceSenderReport(now: number): number {
    return this.#lastReportAt === none ? 0 : Math.round((now - this.#lastReportAt) * 65.536) >>> 0;
  }

  #expected(): number {
    return this.#base === none ? 0 : this.#cycles + this.#highest - this.#base + 1;
  }

  #restart(sequence: number): void {
    this.#base = sequence;
    this.#highest = sequence;
    this.#cycles = 0;
    this.#bad = none;
    this.received = 0;
    this.#expectedPrior = 0;
    this.#receivedPrior = 0;
    this.#transit = none;
  }

  #measureJitter(timestamp: number, now: number): void {
    const transit = ((Math.floor(now * (media.clockRate / 1000)) >>> 0) - timestamp) >>> 0;
    if (this.#transit !== none) {
      const difference = Math.abs((transit - this.#transit) | 0);
      this.jitter += (difference - this.jitter) / 16;
    }
    this.#transit = transit;
  }
}
