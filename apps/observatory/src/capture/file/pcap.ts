import type { Container, FrameSink } from './container.ts';

const FILE_HEADER = 24;

/** What the four magic bytes say, read as a big-endian number; undefined when they are not pcap's. */
export function pcapVariant(magic: number): { little: boolean; nano: boolean; record: number } | undefined {
  switch (magic) {
    case 0xa1b2c3d4:
      return { little: false, nano: false, record: 16 };
    case 0xd4c3b2a1:
      return { little: true, nano: false, record: 16 };
    case 0xa1b23c4d:
      return { little: false, nano: true, record: 16 };
    case 0x4d3cb2a1:
      return { little: true, nano: true, record: 16 };
    // An old Linux patch wrote eight more bytes into each record header.
    case 0xa1b2cd34:
      return { little: false, nano: false, record: 24 };
    case 0x34cdb2a1:
      return { little: true, nano: false, record: 24 };
    default:
      return undefined;
  }
}

/** The classic format (draft-ietf-opsawg-pcap): a file header, then one record after the other. */
export class PcapFile implements Container {
  need = FILE_HEADER;
  skip = 0;
  broken = false;
  private readonly sink: FrameSink;
  private readonly limit: number;
  private started = false;
  private little = true;
  private nano = false;
  private header = 16;
  private linkType = -1;

  constructor(sink: FrameSink, limit: number) {
    this.sink = sink;
    this.limit = limit;
  }

  consume(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    let at = start;
    if (!this.started) {
      if (end - at < FILE_HEADER) return at;
      this.start(view, at);
      at += FILE_HEADER;
    }
    const { little, header } = this;
    while (end - at >= header) {
      const captured = view.getUint32(at + 8, little);
      if (captured > this.limit) {
        this.broken = true;
        this.sink.note('record-impossible');
        return end;
      }
      if (at + header + captured > end) {
        this.need = header + captured;
        return at;
      }
      const seconds = view.getUint32(at, little);
      const fraction = view.getUint32(at + 4, little);
      const time = seconds * 1e6 + (this.nano ? fraction / 1e3 : fraction);
      const length = Math.max(captured, view.getUint32(at + 12, little));
      this.sink.frame(bytes, view, at + header, captured, length, time, this.linkType, 0);
      at += header + captured;
    }
    this.need = header;
    return at;
  }

  private start(view: DataView, at: number): void {
    const variant = pcapVariant(view.getUint32(at));
    if (variant === undefined) throw new RangeError('not a pcap header');
    this.little = variant.little;
    this.nano = variant.nano;
    this.header = variant.record;
    // The upper bits tell the length of a frame check sequence; the low 16 are the type.
    this.linkType = view.getUint32(at + 20, this.little) & 0xffff;
    this.started = true;
  }
}
