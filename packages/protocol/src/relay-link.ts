import type { EraId, LinkId, PeerId } from './ids.ts';

/**
 * Words between control and one relay process. A relay hears numbers and session descriptions, never a handle, a
 * name, a token or a key. Types only: both ends are our own processes and the link is private to them.
 */

/** What a participant's seat allows at the relay. Everything not allowed is dropped (default deny). */
export type RelaySeat = {
  /** May its packets be forwarded (on stage, not muted by a moderator)? */
  readonly publish: boolean;
  /** May it receive (admitted and not removed)? */
  readonly subscribe: boolean;
  /** Served before the audience. */
  readonly onStage: boolean;
};

export type RelayCommand =
  /** A client's offer: answered by `answered` or `refused` with the same peer. */
  | {
      readonly type: 'join';
      readonly peer: PeerId;
      readonly era: EraId;
      readonly offer: string;
      readonly seat: RelaySeat;
      /** As in `sender`; 0 for none. */
      readonly sender?: number;
      /** Packets of this era carry `media.strictPayloadBytes`; the same in every join of an era. */
      readonly strict?: boolean;
      /** What the era's traffic may touch (`readFence` text); a relay that stands outside of it refuses. */
      readonly fence?: string;
    }
  /** Takes effect within 100 ms for packets already on their way to others. */
  | { readonly type: 'seat'; readonly peer: PeerId; readonly seat: RelaySeat }
  /**
   * The sender byte of this peer's frames, as the signed stage has it; 0 when it is not there. Under any other byte nothing
   * of it is forwarded.
   */
  | { readonly type: 'sender'; readonly peer: PeerId; readonly sender: number }
  | { readonly type: 'close'; readonly peer: PeerId }
  /** Close every peer of the era. */
  | { readonly type: 'endEra'; readonly era: EraId }
  /**
   * The other relays that carry this era, all of them: each gets one copy of what is heard here, and what they send of it
   * is heard here. Nothing is taken from a relay that is not named.
   */
  | {
      readonly type: 'links';
      readonly era: EraId;
      readonly links: readonly LinkId[];
      /** Where each of them stands, in their order; null for unknown. Those outside of the era's fence are not linked. */
      readonly places?: readonly (LinkPlace | null)[];
      /** What the era's traffic may touch (`readFence` text). */
      readonly fence?: string;
    }
  /** Answered at once by `census`: whoever takes an era over compares it with what it believes. */
  | { readonly type: 'census'; readonly era: EraId; readonly ask?: number }
  /** Answered at once by `pong`: how the supervisor sees that the process still turns. */
  | { readonly type: 'ping'; readonly n: number }
  /** Close everything and exit 0. */
  | { readonly type: 'stop' };

export type LinkPlace = { readonly jurisdiction: string; readonly operator: string };

export type OfferRefusal =
  | 'offerTooLarge'
  | 'offerMalformed'
  | 'offerWrongMedia'
  | 'offerWithoutOpus'
  | 'offerWithoutSsrc'
  | 'outsideFence'
  | 'relayFull'
  | 'relayFailed';

export type RelayEvent =
  | { readonly type: 'ready'; readonly port: number; readonly link: LinkId }
  | { readonly type: 'answered'; readonly peer: PeerId; readonly answer: string }
  | { readonly type: 'refused'; readonly peer: PeerId; readonly why: OfferRefusal }
  /** DTLS is up: this peer can hear (the media consumers that the roster is compared with). */
  | { readonly type: 'connected'; readonly peer: PeerId }
  /** The transport is gone and freed; sent once, also after `close`. */
  | {
      readonly type: 'gone';
      readonly peer: PeerId;
      readonly why: 'closed' | 'failed' | 'timeout' | 'flooding';
    }
  /** The publisher sends more than its seat allows: a warning first, `gone` with `flooding` if it goes on. */
  | { readonly type: 'flooding'; readonly peer: PeerId }
  /** Every transport that the era has here, at this moment. */
  | {
      readonly type: 'census';
      readonly era: EraId;
      /** Of the command that it answers. */
      readonly ask?: number;
      readonly peers: readonly { readonly peer: PeerId; readonly connected: boolean }[];
    }
  | { readonly type: 'pong'; readonly n: number; readonly load: RelayLoad };

/** Counters since the process began; nothing in it names anybody. */
export type RelayLoad = {
  readonly peers: number;
  readonly connected: number;
  readonly packetsIn: number;
  readonly packetsForwarded: number;
  /** Packets that arrived and were not forwarded because their sender's seat did not allow it. */
  readonly packetsDenied: number;
  readonly packetsPoliced: number;
  /** Packets dropped because it could not send on in time all that came. */
  readonly packetsShed: number;
  readonly malformed: number;
  /** Over the backbone, frames alone. */
  readonly framesToRelays: number;
  readonly framesFromRelays: number;
  readonly residentBytes: number;
  /** Processor time of the last second, as a share of one core: 0 to 1. */
  readonly processor: number;
  /** Packets in and out of the last second. */
  readonly packetsPerSecond: number;
  /** The larger share of what it has, processor or packet budget, in use: 0 to 1. */
  readonly pressure: number;
};

/** Of a relay that has done nothing yet. */
export const idleLoad: RelayLoad = {
  peers: 0,
  connected: 0,
  packetsIn: 0,
  packetsForwarded: 0,
  packetsDenied: 0,
  packetsPoliced: 0,
  packetsShed: 0,
  malformed: 0,
  framesToRelays: 0,
  framesFromRelays: 0,
  residentBytes: 0,
  processor: 0,
  packetsPerSecond: 0,
  pressure: 0,
};
