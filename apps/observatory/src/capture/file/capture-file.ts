import type { Limits } from '../limits.ts';
import type { Container, FrameSink } from './container.ts';
import { PcapFile, pcapVariant } from './pcap.ts';
import { PcapngFile, SECTION } from './pcapng.ts';

/** Looks at the first bytes and reads on in the format that they announce. */
export class CaptureFile implements Container {
  format: 'pcap' | 'pcapng' | 'unknown' = 'unknown';
  private readonly sink: FrameSink;
  private readonly limits: Limits;
  private inner: Container | undefined;
  private failed = false;

  constructor(sink: FrameSink, limits: Limits) {
    this.sink = sink;
    this.limits = limits;
  }

  get need(): number {
    return this.inner ? this.inner.need : 4;
  }

  get skip(): number {
    return this.inner ? this.inner.skip : 0;
  }

  set skip(bytes: number) {
    if (this.inner) this.inner.skip = bytes;
  }

  get broken(): boolean {
    return this.failed || this.inner?.broken === true;
  }

  consume(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    if (this.inner === undefined) {
      if (end - start < 4) return start;
      this.inner = this.open(view.getUint32(start));
    }
    if (this.inner === undefined) {
      this.failed = true;
      this.sink.note('not-a-capture');
      return end;
    }
    return this.inner.consume(bytes, view, start, end);
  }

  private open(magic: number): Container | undefined {
    if (magic === SECTION) {
      this.format = 'pcapng';
      return new PcapngFile(this.sink, this.limits);
    }
    if (pcapVariant(magic) === undefined) return undefined;
    this.format = 'pcap';
    return new PcapFile(this.sink, this.limits.record);
  }
}
