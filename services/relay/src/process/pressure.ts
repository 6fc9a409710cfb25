/** How much of what it has a relay uses, second by second. */
export class Pressure {
  readonly #budget: number;
  #at: number | undefined;
  #usedMs = 0;
  #packets = 0;
  /** Share of one core, 0 to 1; all threads together may use more, which counts as all of it. */
  processor = 0;
  packetsPerSecond = 0;

  /** @param packetBudget packets a second, in and out; undefined: without limit */
  constructor(packetBudget: number = Number.POSITIVE_INFINITY) {
    this.#budget = packetBudget;
  }

  /** The larger of both shares, 0 to 1. */
  get pressure(): number {
    return Math.min(1, Math.max(this.processor, this.packetsPerSecond / this.#budget));
  }

  /** Once a second, with sums since the process began. */
  second(now: number, usedMs: number, packets: number): void {
    const passed = this.#at === undefined ? 0 : now - this.#at;
    if (passed > 0) {
      this.processor = Math.min(1, (usedMs - this.#usedMs) / passed);
      this.packetsPerSecond = Math.round(((packets - this.#packets) / passed) * 1_000);
    }
    this.#at = now;
    this.#usedMs = usedMs;
    this.#packets = packets;
  }
}
