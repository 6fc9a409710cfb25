import { CaptureMachine, type CaptureSummary, type Limits } from '../src/capture/index.ts';

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
  let digest = 0;
  const mix = (value: number) => {
    digest = (Math.imul(digest ^ (value | 0), 0x01000193) + 0x9e3779b9) | 0;
  };
  let payloadBytes = 0;
  let streamBytes = 0;
  let packets = 0;
  const ends = new Map<string, number>();
  const machine = new CaptureMachine(
    {
      packet: (packet, flow) => {
        packets++;
        must(packet.number === packets, 'packets are counted');
        must(packet.captured <= packet.length, 'captured at most what was on the wire');
        must(packet.whole.length === packet.captured, 'the whole frame is there');
        must(packet.payloadOnWire >= 0, 'a length is not negative');
        must(!Number.isNaN(packet.time), 'a time is a number');
        if (packet.transport) must(packet.network !== undefined, 'no transport without a network');
        if (flow.kind === 'tcp') payloadBytes += packet.payload.length;
        mix(packet.payload.length);
        mix(flow.id);
        mix(packet.fromA ? 1 : 2);
        for (const byte of packet.payload) mix(byte);
      },
      stream: ({ flow, fromA, bytes, offset, missing, packet }) => {
        const name = `${flow.id}${fromA}`;
        must(bytes.length > 0, 'a chunk has bytes');
        must(offset === (ends.get(name) ?? 0) + missing && missing >= 0, 'a stream goes on where it stopped');
        must(packet >= 1 && packet <= packets, 'a chunk comes from a packet seen');
        ends.set(name, offset + bytes.length);
        streamBytes += bytes.length;
        mix(bytes.length);
        for (const byte of bytes) mix(byte);
      },
      flowEnd: (flow) => mix(flow.id),
      note: ({ code }) => mix(code.length),
      secrets: (text) => mix(text.length),
      name: (address, name) => mix(address.length + name.length),
    },
    7,
    LIMITS,
  );
  let at = 0;
  for (const piece of pieces) {
    machine.push(file.slice(at, at + piece));
    at += piece;
  }
  machine.push(file.subarray(at));
  const summary = machine.end();
  must(summary.packets === packets, 'the summary counts the packets');
  must(streamBytes <= payloadBytes, 'no byte is delivered twice');
  return { summary, digest };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
