import { randomInt } from 'node:crypto';
import { media } from '@stoa/protocol';
import { Audio, PeerConnection, type Track } from 'node-datachannel';
import { type CheckedOffer, canonicalOffer } from '../../offer.ts';
import type { Certificate } from '../../process/certificate.ts';
import type { OpenTransport, OutgoingLine, Transport, TransportEvents } from '../../process/transport.ts';

export type NodeDatachannelOptions = {
  readonly bindAddress: string;
  /** Every connection of the process shares it. */
  readonly port: number;
  readonly certificate: Certificate;
  /** Called instead of letting an exception reach the library, where it would abort the process. */
  readonly onFault: () => void;
};

const nothing = () => {};
const gatheringStepMs = 1;
const gatheringSteps = 2000;

/** Transports of libdatachannel. The port must be free and the address must exist: the library aborts otherwise. */
export function nodeDatachannelTransports(options: NodeDatachannelOptions): OpenTransport {
  return (offer, events) => new NodeDatachannelTransport(offer, events, options);
}

class NodeDatachannelTransport implements Transport {
  readonly slots: readonly OutgoingLine[];
  readonly #connection: PeerConnection;
  readonly #tracks: Track[] = [];
  readonly #onFault: () => void;
  #uplink: Track | undefined;
  #disposed = false;

  constructor(offer: CheckedOffer, events: TransportEvents, options: NodeDatachannelOptions) {
    this.#onFault = options.onFault;
    this.#connection = new PeerConnection('', {
      iceServers: [],
      bindAddress: options.bindAddress,
      enableIceUdpMux: true,
      portRangeBegin: options.port,
      portRangeEnd: options.port,
      disableAutoNegotiation: true,
      certificatePemFile: options.certificate.certificate,
      keyPemFile: options.certificate.key,
    });
    try {
      this.slots = this.#negotiate(offer, events);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /**
   * Tracks are added before the remote description: the library then answers with our own description of each
   * line, so that the answer names one codec, our SSRCs and no header extension.
   */
  #negotiate(offer: CheckedOffer, events: TransportEvents): readonly OutgoingLine[] {
    const lines = new Map<string, OutgoingLine>();
    const ssrcs = distinctSsrcs(offer.slots.length, offer.uplink.ssrc);
    for (const mid of offer.order) {
      if (mid === offer.uplink.mid) {
        this.#uplink = this.#addUplink(offer.uplink, events);
        continue;
      }
      const index = offer.slots.findIndex((slot) => slot.mid === mid);
      lines.set(mid, this.#addSlot(mid, offer.slots[index]!.opus, ssrcs[index]!, index));
    }
    // Tracks open in the order in which they were added: the last one to open tells for all.
    this.#tracks.at(-1)!.onOpen(this.#guarded(() => events.open()));
    this.#connection.onStateChange((state) => this.#guard(() => this.#onState(state, events)));
    this.#connection.setRemoteDescription(canonicalOffer(offer), 'offer');
    this.#connection.setLocalDescription('answer');
    return offer.slots.map((slot) => lines.get(slot.mid)!);
  }

  #addUplink(line: CheckedOffer['uplink'], events: TransportEvents): Track {
    const track = this.#add(line.mid, 'RecvOnly', line.opus);
    track.onMessage((packet) => {
      if (this.#disposed) return;
      try {
        events.packet(packet);
      } catch {
        this.#onFault();
      }
    });
    return track;
  }

  #addSlot(mid: string, opus: number, ssrc: number, index: number): OutgoingLine {
    const track = this.#add(mid, 'SendOnly', opus, ssrc, index);
    return { ssrc, payloadType: opus, send: (packet) => track.sendMessageBinary(packet) };
  }

  #add(mid: string, direction: 'RecvOnly' | 'SendOnly', opus: number, ssrc?: number, index?: number): Track {
    const description = new Audio(mid, direction);
    description.addOpusCodec(opus, media.opusFmtp);
    description.parseSdpLine(`a=ptime:${media.frameMs}`);
    // The same names for everybody: they only tell the lines of one answer apart.
    if (ssrc !== undefined) description.addSSRC(ssrc, 'stoa', `slot${index}`, `slot${index}`);
    const track = this.#connection.addTrack(description);
    // Without this callback the library's wrapper of the track is never freed.
    track.onClosed(nothing);
    this.#tracks.push(track);
    return track;
  }

  report(packet: Buffer): boolean {
    return this.#uplink?.sendMessageBinary(packet) ?? false;
  }

  async answer(): Promise<string> {
    for (let step = 0; step < gatheringSteps; step++) {
      if (this.#disposed) throw new Error('the transport was closed before it could answer');
      if (this.#connection.gatheringState() === 'complete') {
        const description = this.#connection.localDescription();
        if (description?.type === 'answer') return description.sdp;
      }
      await new Promise((resolve) => setTimeout(resolve, gatheringStepMs));
    }
    throw new Error('the library did not finish its answer');
  }

  /** Deferred: freeing a track inside one of its own callbacks would free the callback that is running. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    setImmediate(() => this.#close());
  }

  #close(): void {
    this.#disposed = true;
    // Tracks first: closing the connection alone leaves them, and all they refer to, in memory.
    for (const track of this.#tracks) this.#guard(() => track.close());
    this.#guard(() => this.#connection.close());
    this.#tracks.length = 0;
    this.#uplink = undefined;
  }

  #onState(state: string, events: TransportEvents): void {
    if (this.#disposed) return;
    if (state === 'failed') events.gone('failed');
    else if (state === 'closed') events.gone('closed');
  }

  #guarded(action: () => void): () => void {
    return () => {
      if (!this.#disposed) this.#guard(action);
    };
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch {
      this.#onFault();
    }
  }
}

function distinctSsrcs(count: number, taken: number): readonly number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const ssrc = randomInt(1, 0x1_0000_0000);
    if (ssrc !== taken) drawn.add(ssrc);
  }
  return [...drawn];
}
