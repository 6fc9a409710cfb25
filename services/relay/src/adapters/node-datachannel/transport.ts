import { randomBytes, X509Certificate } from 'node:crypto';
import { Audio, PeerConnection, preload, type Track } from 'node-datachannel';
import type { CheckedOffer } from '../../offer.ts';
import type { Certificate } from '../../process/certificate.ts';
import type { OpenTransport, Transport, TransportEvents, TransportFacts } from '../../process/transport.ts';
import { icePassword } from '../../turn/ice-password.ts';
import { remoteDescription, trackMid, trackPayloadType } from './description.ts';
import { FirstChecks, type Source } from './first-checks.ts';
import { hostCandidates } from './host-candidates.ts';

export type NodeDatachannelOptions = {
  readonly bindAddress: string;
  /** Every connection of the process shares it. */
  readonly port: number;
  readonly certificate: Certificate;
  /** Passwords are derived with it, for TURN's sake; without it they are drawn. */
  readonly iceKey?: Uint8Array;
  /** Called instead of letting an exception reach the library, where it would abort the process. */
  readonly onFault: () => void;
};

export type NodeDatachannelTransports = {
  readonly open: OpenTransport;
  /** Stops listening; transports that are open are their owner's to dispose of. */
  close(): void;
};

const nothing = () => {};
const openStepMs = 1;

/** Transports of libdatachannel. The port must be free and the address must exist: the library aborts otherwise. */
export function nodeDatachannelTransports(options: NodeDatachannelOptions): NodeDatachannelTransports {
  const { bindAddress, port, certificate, onFault } = options;
  preload();
  const firstChecks = new FirstChecks({ bindAddress, port, onFault, now: () => performance.now() });
  const fingerprint = new X509Certificate(certificate.certificate).fingerprint256;
  const open: OpenTransport = (offer, events) =>
    new NodeDatachannelTransport(offer, events, options, firstChecks, fingerprint);
  warmUp(open);
  return { open, close: () => firstChecks.close() };
}

/** The first connection of a process costs ten times what the others do: let nobody wait for that. */
function warmUp(open: OpenTransport): void {
  const line = { mid: '0', opus: trackPayloadType };
  const offer: CheckedOffer = {
    order: [line.mid],
    uplink: { ...line, ssrc: 1 },
    slots: [],
    ufrag: 'warm',
    password: 'w'.repeat(22),
    fingerprint: Array.from({ length: 32 }, () => '00').join(':'),
    handshake: 'relayBegins',
  };
  open(offer, { packet: nothing, open: nothing, gone: nothing }).dispose();
}

/**
 * One connection with exactly one track. That is on purpose: with more, the library sorts packets by SSRC, and its walk
 * through compound RTCP (0.24.5, `PeerConnection::dispatchMedia`) never ends on a malformed SDES, so that one
 * participant could stop the network thread of the whole process. With one track it hands everything over unread.
 *
 * The connection is made when the client's first check arrives (see `FirstChecks`), so it is ready for the handshake
 * before the client can begin it. A client that leaves the handshake to us has its connection made at once: we would
 * begin too early for it otherwise.
 */
class NodeDatachannelTransport implements Transport {
  readonly #offer: CheckedOffer;
  readonly #events: TransportEvents;
  readonly #options: NodeDatachannelOptions;
  readonly #facts: TransportFacts;
  #forgetCheck: () => void = nothing;
  #connection: PeerConnection | undefined;
  #track: Track | undefined;
  #disposed = false;

  constructor(
    offer: CheckedOffer,
    events: TransportEvents,
    options: NodeDatachannelOptions,
    firstChecks: FirstChecks,
    fingerprint: string,
  ) {
    this.#offer = offer;
    this.#events = events;
    this.#options = options;
    const ufrag = randomBytes(9).toString('base64');
    this.#facts = {
      ufrag,
      password: options.iceKey ? icePassword(options.iceKey, ufrag) : randomBytes(24).toString('base64'),
      fingerprint,
      candidates: hostCandidates(options.bindAddress, options.port),
    };
    const waiting =
      offer.handshake === 'clientBegins'
        ? firstChecks.expect(this.#facts.ufrag, (source) => this.#onFirstCheck(source))
        : undefined;
    if (waiting) this.#forgetCheck = waiting;
    else this.#connect(undefined);
  }

  async facts(): Promise<TransportFacts> {
    return this.#facts;
  }

  send(packet: Buffer): boolean {
    return this.#track!.sendMessageBinary(packet);
  }

  /** Deferred: freeing a track inside one of its own callbacks would free the callback that is running. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#forgetCheck();
    setImmediate(() => this.#close());
  }

  #onFirstCheck(source: Source | undefined): void {
    if (this.#disposed) return;
    try {
      this.#connect(source);
    } catch {
      this.#events.gone('failed');
    }
  }

  #connect(source: Source | undefined): void {
    const { bindAddress, port, certificate } = this.#options;
    const connection = new PeerConnection('', {
      iceServers: [],
      bindAddress,
      enableIceUdpMux: true,
      portRangeBegin: port,
      portRangeEnd: port,
      disableAutoNegotiation: true,
      certificatePemFile: certificate.certificate,
      keyPemFile: certificate.key,
    });
    this.#connection = connection;
    try {
      this.#negotiate(connection);
    } catch (error) {
      this.#close();
      throw error;
    }
    // What the library cannot take for an address it learns from the next check, as it would without a word from us.
    if (source) this.#guard(() => connection.addRemoteCandidate(candidateOf(source), trackMid));
  }

  #negotiate(connection: PeerConnection): void {
    const line = new Audio(trackMid, 'SendRecv');
    line.addOpusCodec(trackPayloadType);
    const track = connection.addTrack(line);
    this.#track = track;
    track.onMessage((packet) => {
      if (this.#disposed) return;
      try {
        this.#events.packet(packet);
      } catch {
        this.#options.onFault();
      }
    });
    // Without this callback the library's wrapper of the track is never freed.
    track.onClosed(nothing);
    // No callback for the track's opening: each one that is registered costs a little at every packet of the process,
    // because libuv looks through all of them whenever the library calls.
    connection.onStateChange((state) => {
      if (this.#disposed) return;
      this.#guard(() => {
        if (state === 'connected') this.#awaitOpen();
        else if (state === 'failed' || state === 'closed') this.#events.gone(state);
      });
    });
    connection.setRemoteDescription(remoteDescription(this.#offer), 'offer');
    const { ufrag, password } = this.#facts;
    connection.setLocalDescription('answer', { iceUfrag: ufrag, icePwd: password });
  }

  #close(): void {
    this.#disposed = true;
    // The track first: closing the connection alone leaves it, and all it refers to, in memory.
    this.#guard(() => this.#track?.close());
    this.#guard(() => this.#connection?.close());
  }

  /** The library opens the track a moment after it has reported the connection. */
  #awaitOpen(): void {
    if (this.#disposed) return;
    if (this.#track!.isOpen()) this.#events.open();
    else setTimeout(() => this.#guard(() => this.#awaitOpen()), openStepMs);
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch {
      this.#options.onFault();
    }
  }
}

/** Called reflexive, because the library may take a host candidate for an address of its own machine. */
const candidateOf = ({ host, port }: Source): string =>
  `candidate:1 1 UDP 1 ${host} ${port} typ srflx raddr 0.0.0.0 rport 0`;
