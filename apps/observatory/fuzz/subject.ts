import {
  CaptureMachine,
  type CaptureNote,
  type CaptureSummary,
  type CaptureVisitor,
  type Flow,
  type Limits,
  type Packet,
  type StreamChunk,
} from '../src/capture/index.ts';
import { must } from './must.ts';
import { StreamWatcher } from './stream-watcher.ts';

/** Small bounds, so that small files reach them. */
const LIMITS: Partial<Limits> = {
  record: 4096,
  secrets: 2048,
  secretsInAll: 4096,
  interfaces: 4,
  flows: 8,
  datagrams: 2,
  datagramBytes: 32 * 1024,
  heldBytes: 1024,
  heldSegments: 4,
  heldInAll: 2048,
  historyBytes: 64,
  histories: 4,
  notes: 1000,
};

/** What a reading came to, in one line, to compare two readings of one file. */
export type Reading = { readonly summary: CaptureSummary; readonly digest: number };

/**
 * Reads one input and checks what must hold for every input. @param pieces lengths to push it in; all at once when empty
 * @throws when something does not hold, and whatever the reader throws
 */
export function readOne(file: Uint8Array, pieces: readonly number[] = []): Reading {
  const watcher = new Watcher();
  const machine = new CaptureMachine(watcher, 7, LIMITS);
  let at = 0;
  for (const piece of pieces) {
    machine.push(file.slice(at, at + piece));
    at += piece;
  }
  machine.push(file.subarray(at));
  const summary = machine.end();
  must(summary.packets === watcher.packets, 'the summary counts the packets');
  must(watcher.streamBytes <= watcher.payloadBytes, 'no byte is delivered twice');
  return { summary, digest: watcher.digest };
}

/** Checks each thing that it is told. */
class Watcher implements CaptureVisitor {
  digest = 0;
  packets = 0;
  payloadBytes = 0;
  streamBytes = 0;
  private readonly streams = new StreamWatcher();

  packet(packet: Packet, flow: Flow): void {
    this.packets++;
    const { payload, whole, transport } = packet;
    must(packet.number === this.packets, 'packets are counted');
    must(packet.captured <= packet.length, 'captured at most what was on the wire');
    must(whole.length === packet.captured, 'the whole frame is there');
    must(packet.payloadOnWire >= 0, 'a length is not negative');
    must(!Number.isNaN(packet.time), 'a time is a number');
    must(transport === undefined || packet.network !== undefined, 'no transport without a network');
    if (payload.buffer === whole.buffer) {
      const end = whole.byteOffset + whole.length;
      must(payload.byteOffset >= whole.byteOffset, 'a payload starts in its frame');
      must(payload.byteOffset + payload.length <= end, 'a payload ends in its frame');
    }
    if (transport?.tcp) {
      this.payloadBytes += payload.length;
      this.streams.packet(packet.number, transport.tcp, payload);
    }
    this.mix(flow.id * 2 + (packet.fromA ? 1 : 0));
    if (transport) this.mix(transport.sourcePort * 65536 + transport.destinationPort);
    this.mixBytes(payload);
  }

  stream(chunk: StreamChunk): void {
    this.streams.chunk(chunk);
    this.streamBytes += chunk.bytes.length;
    this.mix(chunk.fromA ? chunk.flow.id : -chunk.flow.id);
    this.mixBytes(chunk.bytes);
  }

  flowEnd(flow: Flow): void {
    this.mix(flow.id);
  }

  note({ code }: CaptureNote): void {
    if (code === 'tcp-resync') this.streams.forget();
    this.mix(code.length);
  }

  secrets(text: string): void {
    this.mix(text.length);
  }

  name(address: string, name: string): void {
    this.mix(address.length * 1000 + name.length);
  }

  private mix(value: number): void {
    this.digest = (Math.imul(this.digest ^ value, 0x01000193) + 0x9e3779b9) | 0;
  }

  private mixBytes(bytes: Uint8Array): void {
    this.mix(bytes.length);
    for (let at = 0; at < bytes.length; at++) this.mix(bytes[at]!);
  }
}
