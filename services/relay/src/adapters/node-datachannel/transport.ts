import { Audio, PeerConnection, type Track } from 'node-datachannel';
import type { CheckedOffer } from '../../offer.ts';
import type { Certificate } from '../../process/certificate.ts';
import type { OpenTransport, Transport, TransportEvents, TransportFacts } from '../../process/transport.ts';
import { readFacts, remoteDescription, trackMid, trackPayloadType } from './description.ts';

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
const openStepMs = 1;

/** Transports of libdatachannel. The port must be free and the address must exist: the library aborts otherwise. */
export function nodeDatachannelTransports(options: NodeDatachannelOptions): OpenTransport {
  return (offer, events) => new NodeDatachannelTransport(offer, events, options);
}

/**
 * One connection with exactly one track. That is on purpose: with more, the library sorts packets by SSRC, and its walk
 * through compound RTCP (0.24.5, `PeerConnection::dispatchMedia`) never ends on a malformed SDES, so that one
 * participant could stop the network thread of the whole process. With one track it hands everything over unread.
 */
class NodeDatachannelTransport implements Transport {
  readonly #connection: PeerConnection;
  readonly #onFault: () => void;
  #track: Track | undefined;
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
      this.#negotiate(offer, events);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  #negotiate(offer: CheckedOffer, events: TransportEvents): void {
    const line = new Audio(trackMid, 'SendRecv');
    line.addOpusCodec(trackPayloadType);
    const track = this.#connection.addTrack(line);
    this.#track = track;
    track.onMessage((packet) => {
      if (this.#disposed) return;
      try {
        events.packet(packet);
      } catch {
        this.#onFault();
      }
    });
    // Without this callback the library's wrapper of the track is never freed.
    track.onClosed(nothing);
    // No callback for the track's opening: each one that is registered costs a little at every packet of the process,
    // because libuv looks through all of them whenever the library calls.
    this.#connection.onStateChange((state) => {
      if (this.#disposed) return;
      this.#guard(() => {
        if (state === 'connected') this.#awaitOpen(events);
        else if (state === 'failed' || state === 'closed') events.gone(state);
      });
    });
    this.#connection.setRemoteDescription(remoteDescription(offer), 'offer');
    this.#connection.setLocalDescription('answer');
  }

  send(packet: Buffer): boolean {
    return this.#track!.sendMessageBinary(packet);
  }

  async facts(): Promise<TransportFacts> {
    for (let step = 0; step < gatheringSteps; step++) {
      if (this.#disposed) throw new Error('the transport was closed before it could answer');
      if (this.#connection.gatheringState() === 'complete') {
        const description = this.#connection.localDescription();
        if (description?.type === 'answer') return readFacts(description.sdp);
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
    // The track first: closing the connection alone leaves it, and all it refers to, in memory.
    this.#guard(() => this.#track?.close());
    this.#guard(() => this.#connection.close());
  }

  /** The library opens the track a moment after it has reported the connection. */
  #awaitOpen(events: TransportEvents): void {
    if (this.#disposed) return;
    if (this.#track!.isOpen()) events.open();
    else setTimeout(() => this.#guard(() => this.#awaitOpen(events)), openStepMs);
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch {
      this.#onFault();
    }
  }
}
