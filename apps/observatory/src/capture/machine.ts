import { CaptureFile } from './file/capture-file.ts';
import type { FrameSink } from './file/container.ts';
import { Feed } from './file/feed.ts';
import { addressOf } from './flows/address-text.ts';
import { FlowEndpoint, FlowEntry } from './flows/flow-entry.ts';
import { FlowTable } from './flows/flow-table.ts';
import { Datagrams } from './fragments/datagrams.ts';
import { Dissection } from './headers/dissection.ts';
import { knowsLink } from './headers/link.ts';
import { LIMITS, type Limits } from './limits.ts';
import { NoteBook, type NoteCode } from './notes.ts';
import type { CaptureSummary, CaptureVisitor } from './packet.ts';
import { PacketView } from './packet-view.ts';
import { Assembly } from './tcp/assembly.ts';
import { Connection } from './tcp/connection.ts';

/**
 * Reads a capture that is pushed in piece by piece, and tells a visitor what is in it. Synchronous and without IO;
 * no bytes whatever make it throw, and its memory is bounded by the limits. What the visitor throws passes through.
 */
export class CaptureMachine implements FrameSink {
  private readonly visitor: CaptureVisitor;
  private readonly notes: NoteBook;
  private readonly file: CaptureFile;
  private readonly feed: Feed;
  private readonly packet = new PacketView();
  private readonly datagrams: Datagrams;
  private readonly dissection: Dissection;
  private readonly flows: FlowTable;
  private readonly assembly: Assembly;
  private readonly nowhere = noAddress();
  private packets = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  /** @param seed for the flow table: any number that the capture's author cannot know */
  constructor(visitor: CaptureVisitor, seed: number, limits: Partial<Limits> = {}) {
    const all = { ...LIMITS, ...limits };
    this.visitor = visitor;
    this.notes = new NoteBook(all.notes, visitor.note?.bind(visitor));
    this.file = new CaptureFile(this, all);
    this.feed = new Feed(this.file);
    this.datagrams = new Datagrams(all, this.notes);
    this.dissection = new Dissection(this.packet, this.datagrams, this.notes);
    this.assembly = new Assembly(all, this.notes, visitor.stream?.bind(visitor));
    this.flows = new FlowTable(all.flows, seed, (flow, crowded) => this.forget(flow, crowded));
  }

  /** Nothing more can come out of this file. */
  get finished(): boolean {
    return this.file.broken;
  }

  push(bytes: Uint8Array): void {
    this.feed.push(bytes);
  }

  end(): CaptureSummary {
    if (this.file.format === 'unknown' && !this.file.broken) this.notes.add('not-a-capture', 0);
    else if (this.feed.end()) this.notes.add('file-truncated', 0);
    this.datagrams.end();
    this.flows.close();
    const empty = this.packets === 0;
    return {
      format: this.file.format,
      packets: this.packets,
      bytes: this.feed.total,
      flows: this.flows.opened,
      firstTime: empty ? undefined : this.earliest,
      lastTime: empty ? undefined : this.latest,
      notes: this.notes.summary(),
    };
  }

  frame(
    bytes: Uint8Array,
    view: DataView,
    offset: number,
    captured: number,
    length: number,
    time: number,
    linkType: number,
    interfaceIndex: number,
  ): void {
    const { packet, visitor } = this;
    packet.number = ++this.packets;
    packet.time = time;
    packet.length = length;
    packet.interface = interfaceIndex;
    packet.reset(bytes, view, offset, captured);
    if (time < this.earliest) this.earliest = time;
    if (time > this.latest) this.latest = time;
    if (captured < length) this.notes.add('packet-snapped', this.packets);
    if (linkType >= 0 && !knowsLink(linkType)) this.notes.add('link-type-unknown', this.packets);
    if (this.dissection.read(linkType)) this.inFlow();
    else visitor.packet?.(packet, this.nowhere);
  }

  secrets(text: string): void {
    this.visitor.secrets?.(text);
  }

  name(address: Uint8Array, name: string): void {
    this.visitor.name?.(addressOf(address), name);
  }

  /** About the file, or the packet just read. */
  note(code: NoteCode): void {
    this.notes.add(code, this.packets);
  }

  private inFlow(): void {
    const { packet, assembly } = this;
    const { key } = this.dissection.fields;
    let flow = this.flows.find(key);
    const tcp = packet.transport?.tcp;
    if (tcp && flow.connection?.isOver(this.flows.fromA, tcp)) flow = this.flows.replace(flow, key);
    const { fromA } = this.flows;
    packet.placeIn(flow, fromA, key.version);
    this.visitor.packet?.(packet, flow);
    if (tcp === undefined) return;
    flow.connection ??= new Connection(flow);
    const cut = Math.max(0, packet.payloadOnWire - packet.left);
    flow.connection.accept(assembly, fromA, tcp, packet.payload, cut, packet.number, packet.time);
  }

  private forget(flow: FlowEntry, crowded: boolean): void {
    if (crowded) this.notes.add('flows-forgotten', this.packets);
    flow.connection?.close(this.assembly);
    this.visitor.flowEnd?.(flow);
  }
}

/** The flow of everything that is not IP. */
function noAddress(): FlowEntry {
  const end = new FlowEndpoint(0, 0, 0, 0, 0, 0);
  return new FlowEntry(0, 'other', 0, end, end, 0);
}
