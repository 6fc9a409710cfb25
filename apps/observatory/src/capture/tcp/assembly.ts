import type { Limits } from '../limits.ts';
import type { NoteBook } from '../notes.ts';
import type { Flow, StreamChunk } from '../packet.ts';
import { History } from './history.ts';

class Chunk implements StreamChunk {
  flow: Flow;
  fromA = true;
  bytes: Uint8Array = new Uint8Array(0);
  offset = 0;
  missing = 0;
  packet = 0;
  time = 0;

  constructor(flow: Flow) {
    this.flow = flow;
  }
}

/** What all connections share: where chunks and notes go, and the memory they may use together. */
export class Assembly {
  readonly limits: Limits;
  readonly notes: NoteBook;
  readonly history: History;
  /** Bytes held behind holes, in all connections. */
  held = 0;
  private readonly deliver: ((chunk: StreamChunk) => void) | undefined;
  private chunk: Chunk | undefined;

  constructor(limits: Limits, notes: NoteBook, deliver: ((chunk: StreamChunk) => void) | undefined) {
    this.limits = limits;
    this.notes = notes;
    this.history = new History(limits);
    this.deliver = deliver;
  }

  /** One chunk object serves for all. */
  emit(
    flow: Flow,
    fromA: boolean,
    bytes: Uint8Array,
    offset: number,
    missing: number,
    packet: number,
    time: number,
  ): void {
    if (this.deliver === undefined) return;
    this.chunk ??= new Chunk(flow);
    const { chunk } = this;
    chunk.flow = flow;
    chunk.fromA = fromA;
    chunk.bytes = bytes;
    chunk.offset = offset;
    chunk.missing = missing;
    chunk.packet = packet;
    chunk.time = time;
    this.deliver(chunk);
  }
}
