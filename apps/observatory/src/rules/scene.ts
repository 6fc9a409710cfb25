// What all rules look at: flows with their kinds and names, RTP streams, addresses. Filled as the capture is read.
import type { Flow, Packet, StreamChunk } from '../capture/packet.ts';
import { Deframer } from '../evidence/deframe.ts';
import type { KeyLog } from '../evidence/key-log.ts';
import { KINDS, type Kind, recognise } from '../evidence/recognise.ts';
import { RtpStreams } from '../evidence/rtp-streams.ts';
import { turnData } from '../evidence/stun.ts';
import { Unsealer } from '../evidence/unsealer.ts';
import type { Datagram } from './datagram.ts';
import type { Sound } from './finding.ts';

export type FlowFacts = {
  readonly flow: Flow;
  /** Number of the first packet. */
  readonly number: number;
  first: number;
  last: number;
  /** From a, from b. Bytes are those of the packets on the wire, headers included. */
  readonly packets: [number, number];
  readonly bytes: [number, number];
  readonly kinds: Record<Kind, number>;
  /** Host names said in it (TLS, HTTP), and what rules found out about it. */
  readonly names: Set<string>;
  /** What it is, as rules have seen: `TLS 1.3`, `HTTP`, `SIP`. */
  protocol: string | undefined;
  protection: 'clear' | 'encrypted' | 'partly' | undefined;
};

export const SCENE_LIMITS = { flows: 50_000, deframers: 4096, names: 20 };

export class Scene {
  readonly flows = new Map<number, FlowFacts>();
  readonly rtp = new RtpStreams();
  /** The same streams below SRTP, where a key log opens it. */
  readonly inner = new RtpStreams();
  readonly #unsealer: Unsealer | undefined;
  /** What was decoded, for the report. */
  readonly sounds: Sound[] = [];
  /** Address -> names that DNS gave for it. */
  readonly resolved = new Map<string, Set<string>>();
  /** Flows beyond the limit are counted only. */
  flowsLeftOut = 0;
  packets = 0;
  /** Bytes of the frames on the wire. */
  bytes = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly #deframers = new Map<string, Deframer>();

  constructor(keyLog?: KeyLog) {
    this.#unsealer = keyLog && new Unsealer(keyLog);
  }

  packet(packet: Packet, flow: Flow, give: (datagram: Datagram) => void): void {
    this.packets++;
    this.bytes += packet.length;
    this.first = Math.min(this.first, packet.time);
    this.last = Math.max(this.last, packet.time);
    const facts = this.#factsOf(flow, packet);
    if (facts) {
      const side = packet.fromA ? 0 : 1;
      facts.last = Math.max(facts.last, packet.time);
      facts.first = Math.min(facts.first, packet.time);
      facts.packets[side]++;
      facts.bytes[side] += packet.length;
    }
    if (packet.transport?.kind !== 'udp') return;
    this.#datagram(
      {
        flow,
        fromA: packet.fromA,
        number: packet.number,
        time: packet.time,
        bytes: packet.payload,
        via: 'udp',
      },
      give,
    );
  }

  stream(chunk: StreamChunk, give: (datagram: Datagram) => void): void {
    const { flow, fromA, packet: number, time } = chunk;
    const key = `${flow.id} ${fromA}`;
    let deframer = this.#deframers.get(key);
    if (!deframer) {
      if (this.#deframers.size >= SCENE_LIMITS.deframers) return;
      deframer = new Deframer();
      this.#deframers.set(key, deframer);
    }
    if (deframer.isOff) return;
    deframer.push(chunk.bytes, chunk.missing, (bytes) =>
      this.#datagram({ flow, fromA, number, time, bytes, via: 'tcp' }, give),
    );
  }

  flowEnd(flow: Flow): void {
    this.#deframers.delete(`${flow.id} true`);
    this.#deframers.delete(`${flow.id} false`);
  }

  factsOf(flow: Flow): FlowFacts | undefined {
    return this.flows.get(flow.id);
  }

  /** Says what a flow is; the first to know has the word, and anything readable outweighs encryption. */
  mark(flow: Flow, protocol: string, protection: FlowFacts['protection'], name?: string): void {
    const facts = this.flows.get(flow.id);
    if (!facts) return;
    facts.protocol ??= protocol;
    if (facts.protection === undefined || protection === 'clear') facts.protection = protection;
    if (name && facts.names.size < SCENE_LIMITS.names) facts.names.add(name);
  }

  #datagram(datagram: Datagram, give: (datagram: Datagram) => void): void {
    const { flow, fromA, bytes } = datagram;
    const [from, to] = fromA ? [flow.a.port, flow.b.port] : [flow.b.port, flow.a.port];
    const kind = recognise(bytes, from, to);
    const facts = this.flows.get(flow.id);
    if (facts) facts.kinds[kind]++;
    if (kind === 'dtls') this.#unsealer?.handshake(flow, fromA, bytes);
    if (kind === 'rtp') {
      this.rtp.add(flow, fromA, datagram.via, datagram.number, datagram.time, bytes);
      const opened = this.#unsealer?.open(flow, fromA, bytes);
      if (opened) this.inner.add(flow, fromA, datagram.via, datagram.number, datagram.time, opened);
    }
    give(datagram);
    if (datagram.via === 'turn') return;
    const inner = turnData(bytes);
    if (inner && inner.length > 0) this.#datagram({ ...datagram, bytes: inner, via: 'turn' }, give);
  }

  #factsOf(flow: Flow, { time, number }: Packet): FlowFacts | undefined {
    const known = this.flows.get(flow.id);
    if (known) return known;
    if (this.flows.size >= SCENE_LIMITS.flows) {
      this.flowsLeftOut++;
      return undefined;
    }
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
    const facts: FlowFacts = {
      flow,
      number,
      first: time,
      last: time,
      packets: [0, 0],
      bytes: [0, 0],
      kinds,
      names: new Set(),
      protocol: undefined,
      protection: undefined,
    };
    this.flows.set(flow.id, facts);
    return facts;
  }
}
