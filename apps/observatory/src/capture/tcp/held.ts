/** What a piece costs in memory besides its bytes, roughly. */
export const PIECE = 256;

/** A piece of a stream that came before the bytes in front of it. Positions count from the stream's first byte. */
export type Segment = {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  /** Bytes behind these that were cut off when the packet was captured. */
  readonly cut: number;
  readonly packet: number;
  readonly time: number;
};

/** The pieces behind a hole: in order and without overlap; of bytes that came twice the first stay. */
export class Held {
  /** Memory that the pieces take. */
  size = 0;
  private readonly segments: Segment[] = [];

  get count(): number {
    return this.segments.length;
  }

  get first(): Segment | undefined {
    return this.segments[0];
  }

  /** Takes the first piece away. */
  shift(): Segment | undefined {
    const segment = this.segments.shift();
    if (segment) this.size -= segment.bytes.length + PIECE;
    return segment;
  }

  /** Copies what is new of a piece. @returns true when it contradicts a piece already there */
  insert(start: number, part: Uint8Array, cut: number, packet: number, time: number): boolean {
    const { segments } = this;
    const end = start + part.length;
    let index = this.firstBehind(start);
    let at = start;
    let differs = false;
    while (at < end) {
      const next = segments[index];
      const stop = next === undefined ? end : Math.min(end, next.start);
      if (at < stop) {
        const bytes = part.slice(at - start, stop - start);
        const rest = stop === end ? cut : 0;
        segments.splice(index, 0, { start: at, end: stop, bytes, cut: rest, packet, time });
        this.size += bytes.length + PIECE;
        at = stop;
      } else if (next) {
        const shared = Math.min(end, next.end);
        for (let i = at; i < shared; i++) if (part[i - start] !== next.bytes[i - next.start]) differs = true;
        at = shared;
      }
      index++;
    }
    return differs;
  }

  /** Index of the first piece that ends after `position`. */
  private firstBehind(position: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.segments[middle]!.end > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
