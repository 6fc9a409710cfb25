import {
  CaptureMachine,
  type CaptureNote,
  type CaptureSummary,
  type Flow,
  type Limits,
  type Packet,
} from '../../src/capture/index.ts';

/** A packet, copied out of the reader. */
export type Seen = {
  readonly number: number;
  readonly time: number;
  readonly length: number;
  readonly interface: number;
  /** `source:port > destination:port`, without ports where there are none, empty for what is not IP. */
  readonly ends: string;
  readonly kind: Flow['kind'];
  readonly flow: number;
  readonly fromA: boolean;
  readonly fragment: boolean;
  readonly payload: Uint8Array;
  readonly payloadOnWire: number;
  readonly whole: Uint8Array;
};

export type Direction = { text: string; missing: number; readonly packets: number[] };

export type Everything = {
  readonly packets: Seen[];
  /** By `flow id` and the sending side: `1a`, `1b`. Lost bytes show as `[n]` in the text. */
  readonly streams: Map<string, Direction>;
  readonly notes: CaptureNote[];
  readonly codes: string[];
  readonly secrets: string[];
  readonly names: string[];
  readonly ended: number[];
  readonly summary: CaptureSummary;
};

export type HowToRead = {
  readonly limits?: Partial<Limits>;
  /** Lengths of the pieces in which the file arrives. */
  readonly pieces?: readonly number[];
  readonly seed?: number;
};

const latin = new TextDecoder('latin1');

/** Reads a file in memory and keeps everything that the reader tells. */
export function readAll(file: Uint8Array, how: HowToRead = {}): Everything {
  const kept = {
    packets: [] as Seen[],
    streams: new Map<string, Direction>(),
    notes: [] as CaptureNote[],
    secrets: [] as string[],
    names: [] as string[],
    ended: [] as number[],
  };
  const machine = new CaptureMachine(
    {
      packet: (packet, flow) => kept.packets.push(copyOf(packet, flow)),
      stream: ({ flow, fromA, bytes, missing, packet }) => {
        const key = `${flow.id}${fromA ? 'a' : 'b'}`;
        const direction = kept.streams.get(key) ?? { text: '', missing: 0, packets: [] };
        kept.streams.set(key, direction);
        direction.text += (missing > 0 ? `[${missing}]` : '') + latin.decode(bytes);
        direction.missing += missing;
        direction.packets.push(packet);
      },
      flowEnd: (flow) => kept.ended.push(flow.id),
      note: (note) => kept.notes.push(note),
      secrets: (text) => kept.secrets.push(text),
      name: (address, name) => kept.names.push(`${address} ${name}`),
    },
    how.seed ?? 1,
    how.limits,
  );
  let at = 0;
  for (const piece of how.pieces ?? []) {
    // A buffer of its own that is spoilt afterwards: nothing may be read from it later.
    const bytes = file.slice(at, at + piece);
    machine.push(bytes);
    bytes.fill(0xee);
    at += piece;
  }
  machine.push(file.subarray(at));
  const summary = machine.end();
  return { ...kept, codes: kept.notes.map(({ code }) => code), summary };
}

function copyOf(packet: Packet, flow: Flow): Seen {
  const { network, transport } = packet;
  const port = (number: number | undefined) => (number === undefined ? '' : `:${number}`);
  return {
    number: packet.number,
    time: packet.time,
    length: packet.length,
    interface: packet.interface,
    ends: network
      ? `${network.source}${port(transport?.sourcePort)} > ${network.destination}${port(transport?.destinationPort)}`
      : '',
    kind: flow.kind,
    flow: flow.id,
    fromA: packet.fromA,
    fragment: packet.fragment,
    payload: packet.payload.slice(),
    payloadOnWire: packet.payloadOnWire,
    whole: packet.whole.slice(),
  };
}

/** Text of a payload, byte for byte. */
export const textOf = (bytes: Uint8Array | undefined): string => latin.decode(bytes);
