import type { CheckedOffer } from '../offer.ts';

/** How a client reaches a transport, for its answer. */
export type TransportFacts = {
  readonly ufrag: string;
  readonly password: string;
  /** SHA-256, as in a session description. */
  readonly fingerprint: string;
  /** Values of `candidate` attributes: UDP host candidates only. */
  readonly candidates: readonly string[];
};

/** What a transport reports. Called on the main thread, never after `dispose`. */
export type TransportEvents = {
  /** A decrypted RTP or RTCP packet, of whatever SSRC. The buffer is the callee's. */
  packet(packet: Buffer): void;
  /** Keys are agreed: packets can be sent. */
  open(): void;
  gone(why: 'closed' | 'failed'): void;
};

/** One participant's WebRTC connection: one way in, one way out, whatever lines the descriptions speak of. */
export type Transport = {
  /** Encrypts and sends RTP or RTCP. False or a throw: not sent. The packet is copied before this returns. */
  send(packet: Buffer): boolean;
  facts(): Promise<TransportFacts>;
  /** Frees everything; may be called from inside a callback and more than once. */
  dispose(): void;
};

export type OpenTransport = (offer: CheckedOffer, events: TransportEvents) => Transport;
