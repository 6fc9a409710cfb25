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
  notes: 3,
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
  /** Where each direction stopped: flow ids, the negative one for the direction of b. */
  private readonly ends = new Map<number, number>();

  packet(packet: Packet, flow: Flow): void {
    this.packets++;
    const { payload, whole } = packet;
    must(packet.number === this.packets, 'packets are counted');
    must(packet.captured <= packet.length, 'captured at most what was on the wire');
    must(whole.length === packet.captured, 'the whole frame is there');
    must(packet.payloadOnWire >= 0, 'a length is not negative');
    must(!Number.isNaN(packet.time), 'a time is a number');
    must(packet.transport === undefined || packet.network !== undefined, 'no transport without a network');
    if (flow.kind === 'tcp') this.payloadBytes += payload.length;
    this.mix(flow.id * 2 + (packet.fromA ? 1 : 0));
    this.mixBytes(payload);
  }

  stream({ flow, fromA, bytes, offset, missing, packet }: StreamChunk): void {
    const direction = fromA ? flow.id : -flow.id;
    must(bytes.length > 0, 'a chunk has bytes');
    const stopped = this.ends.get(direction) ?? 0;
    must(offset === stopped + missing && missing >= 0, 'a stream goes on where it stopped');
    must(packet >= 1 && packet <= this.packets, 'a chunk comes from a packet seen');
    this.ends.set(direction, offset + bytes.length);
    this.streamBytes += bytes.length;
    this.mix(direction);
    this.mixBytes(bytes);
  }

  flowEnd(flow: Flow): void {
    this.mix(flow.id);
  }

  note({ code }: CaptureNote): void {
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

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
