import type { FrameSink } from './container.ts';
import { type Interface, readInterface } from './options.ts';

/** The part of a pcapng file that shares a byte order and interface numbers: reads the blocks that hold packets. */
export class Section {
  readonly little: boolean;
  private readonly sink: FrameSink;
  private readonly interfaces: Interface[] = [];
  /** Interfaces of the sections before this one. */
  private readonly earlier: number;
  private lastTime: number;

  constructor(sink: FrameSink, little: boolean, before: Section | undefined) {
    this.sink = sink;
    this.little = little;
    this.earlier = before ? before.earlier + before.interfaces.length : 0;
    this.lastTime = before ? before.lastTime : 0;
  }

  /** @param at where the block's body starts; @param end where it ends; @param limit most interfaces of a section */
  interface(view: DataView, at: number, end: number, limit: number): void {
    const found = readInterface(view, at, end, this.little);
    if (found.fault) this.sink.note(found.fault);
    if (this.interfaces.length < limit) this.interfaces.push(found);
    else this.sink.note('interface-unknown');
  }

  /** Enhanced and obsolete packet blocks differ in how they name the interface only. */
  packet(bytes: Uint8Array, view: DataView, at: number, end: number, index: number): void {
    const { little } = this;
    const face = this.interfaces[index];
    const claimed = view.getUint32(at + 12, little);
    const captured = Math.min(claimed, end - at - 20);
    if (captured < claimed) this.sink.note('block-damaged');
    const high = view.getUint32(at + 4, little);
    const low = view.getUint32(at + 8, little);
    if (face) this.lastTime = face.ticks.micros(high, low);
    this.frame(bytes, view, at + 20, captured, view.getUint32(at + 16, little), index, face);
  }

  /** Has no time of its own, so it gets that of the packet before it. */
  simplePacket(bytes: Uint8Array, view: DataView, at: number, end: number): void {
    const face = this.interfaces[0];
    const length = view.getUint32(at, this.little);
    const snap = face && face.snapLength > 0 ? face.snapLength : length;
    this.frame(bytes, view, at + 4, Math.min(length, snap, end - at - 4), length, 0, face);
  }

  private frame(
    bytes: Uint8Array,
    view: DataView,
    at: number,
    captured: number,
    length: number,
    index: number,
    face: Interface | undefined,
  ): void {
    if (!face) this.sink.note('interface-unknown');
    const linkType = face ? face.linkType : -1;
    const place = face ? this.earlier + index : 0;
    this.sink.frame(bytes, view, at, captured, Math.max(captured, length), this.lastTime, linkType, place);
  }
}
