const UNIT = 8;
const MOST = 65535;

/** What came of adding a fragment. */
export type Added = 'new' | 'agrees' | 'differs' | 'damaged';

/** One datagram in reassembly. Fragments start at multiples of eight bytes, so one mark for every eight is enough. */
export class Datagram {
  readonly startedAt: number;
  private bytes = new Uint8Array(4096);
  private marks = new Uint8Array(4096 / UNIT);
  private marked = 0;
  /** Known once the last fragment came. */
  private total: number | undefined;

  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  /** Memory it takes. */
  get size(): number {
    return this.bytes.length + this.marks.length;
  }

  /** The datagram, once no fragment is missing. */
  get whole(): Uint8Array | undefined {
    if (this.total === undefined || this.marked < Math.ceil(this.total / UNIT)) return undefined;
    return this.bytes.subarray(0, this.total);
  }

  /** The bytes that came first stay. @param offset in bytes, a multiple of eight */
  add(offset: number, part: Uint8Array, more: boolean): Added {
    const end = offset + part.length;
    if (part.length === 0 || end > MOST || (more && part.length % UNIT !== 0)) return 'damaged';
    const last = more ? this.total : (this.total ?? end);
    if (last !== undefined && (end > last || (!more && end !== last))) return 'damaged';
    // A last fragment that ends before what is already there.
    if (!more && this.total === undefined && this.reaches(end)) return 'damaged';
    this.total = last;
    this.reserve(end);
    return this.fill(offset, part);
  }

  private fill(offset: number, part: Uint8Array): Added {
    const { bytes, marks } = this;
    let overlaps = false;
    let differs = false;
    for (let at = 0; at < part.length; at += UNIT) {
      const unit = (offset + at) / UNIT;
      const stop = Math.min(at + UNIT, part.length);
      if (marks[unit] === 1) {
        overlaps = true;
        for (let i = at; i < stop; i++) if (bytes[offset + i] !== part[i]) differs = true;
        continue;
      }
      marks[unit] = 1;
      this.marked++;
      for (let i = at; i < stop; i++) bytes[offset + i] = part[i]!;
    }
    return differs ? 'differs' : overlaps ? 'agrees' : 'new';
  }

  /** Whether any byte from `end` on was filled. */
  private reaches(end: number): boolean {
    return this.marks.indexOf(1, Math.ceil(end / UNIT)) >= 0;
  }

  private reserve(end: number): void {
    if (end <= this.bytes.length) return;
    let size = this.bytes.length;
    while (size < end) size *= 2;
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes);
    const marks = new Uint8Array(size / UNIT);
    marks.set(this.marks);
    this.bytes = bytes;
    this.marks = marks;
  }
}
