import type { Limits } from '../limits.ts';
import type { Container, FrameSink } from './container.ts';
import { readNames, readSecrets } from './extras.ts';
import { Section } from './section.ts';

export const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const NAMES = 4;
const ENHANCED_PACKET = 6;
const SECRETS = 10;

/** Bytes a block needs before its contents can be looked at, with its own header and closing length. */
const SMALLEST = new Map([
  [INTERFACE, 20],
  [PACKET, 32],
  [SIMPLE_PACKET, 16],
  [ENHANCED_PACKET, 32],
]);

/** The block format (draft-ietf-opsawg-pcapng): sections of either byte order; blocks not understood are passed over. */
export class PcapngFile implements Container {
  need = 12;
  skip = 0;
  broken = false;
  private readonly sink: FrameSink;
  private readonly limits: Limits;
  private section: Section;
  private secretsSeen = 0;

  constructor(sink: FrameSink, limits: Limits) {
    this.sink = sink;
    this.limits = limits;
    this.section = new Section(sink, true, undefined);
  }

  consume(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    let at = start;
    while (end - at >= 12) {
      const type = view.getUint32(at, this.section.little);
      if (type === SECTION && !this.startSection(view, at)) return end;
      const total = (view.getUint32(at + 4, this.section.little) + 3) & ~3;
      // The mask makes lengths of 2 GiB and more negative.
      if (total < 12) return this.fail(end);
      if (!this.wanted(type, total)) {
        this.skip = Math.max(0, at + total - end);
        at = Math.min(end, at + total);
        continue;
      }
      if (at + total > end) {
        this.need = total;
        return at;
      }
      const { little } = this.section;
      if (view.getUint32(at + total - 4, little) !== view.getUint32(at + 4, little)) {
        this.sink.note('block-damaged');
      }
      this.block(type, bytes, view, at + 8, at + total - 4);
      at += total;
    }
    this.need = 12;
    return at;
  }

  private startSection(view: DataView, at: number): boolean {
    const magic = view.getUint32(at + 8);
    if (magic !== 0x1a2b3c4d && magic !== 0x4d3c2b1a) {
      this.fail(0);
      return false;
    }
    this.section = new Section(this.sink, magic === 0x4d3c2b1a, this.section);
    return true;
  }

  private fail(end: number): number {
    this.broken = true;
    this.sink.note('record-impossible');
    return end;
  }

  private wanted(type: number, total: number): boolean {
    if (type === SECRETS) return this.fits(total, this.limits.secrets);
    if (type === NAMES) return this.fits(total, this.limits.record);
    const smallest = SMALLEST.get(type);
    if (smallest === undefined) return false;
    if (total < smallest) {
      this.sink.note('block-damaged');
      return false;
    }
    return this.fits(total, this.limits.record);
  }

  private fits(total: number, limit: number): boolean {
    if (total > limit) this.sink.note('block-too-long');
    return total <= limit;
  }

  private block(type: number, bytes: Uint8Array, view: DataView, at: number, end: number): void {
    const { section, sink } = this;
    const { little } = section;
    if (type === ENHANCED_PACKET) section.packet(bytes, view, at, end, view.getUint32(at, little));
    else if (type === PACKET) section.packet(bytes, view, at, end, view.getUint16(at, little));
    else if (type === SIMPLE_PACKET) section.simplePacket(bytes, view, at, end);
    else if (type === INTERFACE) section.interface(view, at, end, this.limits.interfaces);
    else if (type === NAMES) readNames(sink, bytes, view, at, end, little);
    else if (this.secretsSeen < this.limits.secretsInAll) {
      this.secretsSeen += readSecrets(sink, bytes, view, at, end, little);
    }
  }
}
