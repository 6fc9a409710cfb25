import type { CheckedOffer } from '../offer.ts';

/** One of the four lines on which a participant hears. */
export type OutgoingLine = {
  readonly ssrc: number;
  readonly payloadType: number;
  /** False or a throw: not sent. The packet is copied before this returns. */
  send(packet: Buffer): boolean;
};

/** What a transport reports. Called on the main thread, never after `dispose`. */
export type TransportEvents = {
  /** A decrypted RTP or RTCP packet of the uplink. The buffer is the callee's. */
  packet(packet: Buffer): void;
  /** Keys are agreed and all lines can send. */
  open(): void;
  gone(why: 'closed' | 'failed'): void;
};

/** One participant's WebRTC connection. */
export type Transport = {
  readonly slots: readonly OutgoingLine[];
  /** Sends RTCP to the publisher. */
  report(packet: Buffer): boolean;
  /** The session description for the client, complete with candidates. */
  answer(): Promise<string>;
  /** Frees everything; may be called from inside a callback and more than once. */
  dispose(): void;
};

export type OpenTransport = (offer: CheckedOffer, events: TransportEvents) => Transport;
