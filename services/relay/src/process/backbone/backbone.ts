import type { LinkId } from '@stoa/protocol';

/** What another relay sent. The bytes are the carrier's again once this returns. */
export type Deliver = (from: LinkId, message: Buffer) => void;

/**
 * Carries messages of at most `longestLinkMessage` bytes between relays: in order for each pair, each at most once, none to
 * anybody but the relay named. What cannot go out soon is dropped: late sound is worth nothing.
 */
export type Backbone = {
  /** By this name others reach this relay. */
  readonly link: LinkId;
  /** The bytes are the caller's again once this returns. Never throws. */
  send(to: LinkId, message: Buffer): void;
  close(): void;
};

export type OpenBackbone = (deliver: Deliver) => Promise<Backbone>;
