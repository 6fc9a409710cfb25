// RTP streams found by their behaviour: one source, sequence numbers that rise. What is kept of each is bounded.
import type { Flow } from '../capture/packet.ts';
import { elementsOf, parseRtp, type Rtp } from './rtp.ts';

export const RTP_LIMITS = {
  streams: 4096,
  packetsEach: 20_000,
  packets: 400_000,
  payloadEach: 8 << 20,
  payload: 64 << 20,
};
const LEAST_PACKETS = 4;

export type RtpStream = {
  readonly flow: Flow;
  readonly fromA: boolean;
  readonly source: number;
  readonly via: 'udp' | 'turn' | 'tcp';
  packets: number;
  /** Steps of the sequence number that were small and forward. */
  steps: number;
  duplicates: number;
  /** Kept packets, in order of arrival, parallel arrays. Payload i is `bytes[offsets[i] .. offsets[i + 1])`. */
  readonly numbers: number[];
  readonly times: number[];
  readonly sizes: number[];
  readonly sequences: number[];
  readonly timestamps: number[];
  readonly types: number[];
  readonly payloads: Uint8Array[];
  /** Of each extension element: its lengths and its first byte in each packet that had it (parallel to `levelAt`). */
  readonly elements: Map<
    number,
    { readonly lengths: Set<number>; readonly values: number[]; readonly at: number[] }
  >;
  kept: number;
};

export class RtpStreams {
  readonly #streams = new Map<string, RtpStream>();
  #packets = 0;
  #bytes = 0;

  add(
    flow: Flow,
    fromA: boolean,
    via: RtpStream['via'],
    number: number,
    time: number,
    bytes: Uint8Array,
  ): Rtp | undefined {
    const rtp = parseRtp(bytes);
    if (!rtp) return undefined;
    const key = `${flow.id} ${fromA} ${rtp.source} ${via}`;
    let stream = this.#streams.get(key);
    if (!stream) {
      if (this.#streams.size >= RTP_LIMITS.streams) this.#makeRoom();
      if (this.#streams.size >= RTP_LIMITS.streams) return undefined;
      stream = fresh(flow, fromA, rtp.source, via);
      this.#streams.set(key, stream);
    }
    const last = stream.sequences.at(-1);
    if (last !== undefined) {
      const step = (rtp.sequence - last) & 0xffff;
      if (step === 0) stream.duplicates++;
      else if (step < 64) stream.steps++;
    }
    stream.packets++;
    if (last === undefined || last !== rtp.sequence) this.#keep(stream, rtp, number, time, bytes);
    return rtp;
  }

  /** Streams that behave as RTP does. */
  confirmed(): RtpStream[] {
    return [...this.#streams.values()].filter(isStream);
  }

  #keep(stream: RtpStream, rtp: Rtp, number: number, time: number, bytes: Uint8Array): void {
    // The last number is needed for the next step even when nothing more is kept.
    if (stream.sequences.length >= RTP_LIMITS.packetsEach || this.#packets >= RTP_LIMITS.packets) {
      stream.sequences[stream.sequences.length - 1] = rtp.sequence;
      return;
    }
    this.#packets++;
    const length = rtp.payloadEnd - rtp.payloadAt;
    const room = stream.kept + length <= RTP_LIMITS.payloadEach && this.#bytes + length <= RTP_LIMITS.payload;
    stream.numbers.push(number);
    stream.times.push(time);
    stream.sizes.push(bytes.length);
    stream.sequences.push(rtp.sequence);
    stream.timestamps.push(rtp.timestamp);
    stream.types.push(rtp.payloadType);
    if (room && stream.payloads.length === stream.numbers.length - 1) {
      stream.payloads.push(bytes.slice(rtp.payloadAt, rtp.payloadEnd));
      stream.kept += length;
      this.#bytes += length;
    }
    if (rtp.extensionLength > 0) noteElements(stream, bytes, rtp);
  }

  /** Chance look-alikes have one packet each; they go first. */
  #makeRoom(): void {
    for (const [key, stream] of this.#streams) {
      if (stream.packets > 2) continue;
      this.#packets -= stream.numbers.length;
      this.#bytes -= stream.kept;
      this.#streams.delete(key);
    }
  }
}

function noteElements(stream: RtpStream, bytes: Uint8Array, rtp: Rtp): void {
  for (const { id, at, length } of elementsOf(bytes, rtp)) {
    let element = stream.elements.get(id);
    if (!element) {
      element = { lengths: new Set(), values: [], at: [] };
      stream.elements.set(id, element);
    }
    element.lengths.add(length);
    element.values.push(bytes[at] ?? 0);
    element.at.push(stream.numbers.length - 1);
  }
}

const isStream = (stream: RtpStream): boolean =>
  stream.numbers.length >= LEAST_PACKETS && stream.steps >= 0.8 * (stream.packets - 1 - stream.duplicates);

const fresh = (flow: Flow, fromA: boolean, source: number, via: RtpStream['via']): RtpStream => ({
  flow,
  fromA,
  source,
  via,
  packets: 0,
  steps: 0,
  duplicates: 0,
  numbers: [],
  times: [],
  sizes: [],
  sequences: [],
  timestamps: [],
  types: [],
  payloads: [],
  elements: new Map(),
  kept: 0,
});
