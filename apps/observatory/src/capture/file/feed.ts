import type { Container } from './container.ts';

/**
 * Hands a byte stream to a container chunk by chunk. Records inside a chunk are read where they are; only one that
 * lies across two chunks is copied, so memory is bounded by the longest record that the container asks for.
 */
export class Feed {
  /** Bytes taken so far. */
  total = 0;
  private readonly container: Container;
  private carry = new Uint8Array(0);
  private carryView = new DataView(this.carry.buffer);
  private carried = 0;

  constructor(container: Container) {
    this.container = container;
  }

  push(given: Uint8Array): void {
    // Of a Buffer, `slice` is no copy: whoever keeps a slice of a packet would see the next one in it.
    const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    this.total += bytes.length;
    let at = this.pass(0, bytes.length);
    while (this.carried > 0 && at < bytes.length && !this.container.broken) at = this.fill(bytes, at);
    if (this.container.broken || at >= bytes.length) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // A container skips only beyond what it was given, so one call takes every whole record of the chunk.
    this.keep(bytes, this.container.consume(bytes, view, at, bytes.length));
  }

  /** @returns true when the file ended inside a record */
  end(): boolean {
    return !this.container.broken && (this.carried > 0 || this.container.skip > 0);
  }

  /** Completes the carried record from `bytes`. @returns where to go on in them */
  private fill(bytes: Uint8Array, at: number): number {
    const { container } = this;
    const wanted = Math.min(container.need - this.carried, bytes.length - at);
    this.reserve(this.carried + wanted);
    this.carry.set(bytes.subarray(at, at + wanted), this.carried);
    this.carried += wanted;
    if (this.carried < container.need) return at + wanted;
    // `need` never exceeds the record, so either the record is whole now or its header told a greater need.
    const stop = container.consume(this.carry, this.carryView, 0, this.carried);
    if (stop > 0) this.carried = 0;
    return this.pass(at + wanted, bytes.length);
  }

  private keep(bytes: Uint8Array, from: number): void {
    const rest = bytes.length - from;
    if (this.container.broken || rest <= 0) return;
    this.reserve(rest);
    this.carry.set(bytes.subarray(from), 0);
    this.carried = rest;
  }

  /** Passes over what the container wants skipped. @returns the position behind it */
  private pass(at: number, end: number): number {
    const step = Math.min(this.container.skip, end - at);
    this.container.skip -= step;
    return at + step;
  }

  private reserve(size: number): void {
    if (size <= this.carry.length) return;
    const larger = new Uint8Array(Math.max(size, this.carry.length * 2, 2048));
    larger.set(this.carry.subarray(0, this.carried));
    this.carry = larger;
    this.carryView = new DataView(larger.buffer);
  }
}
