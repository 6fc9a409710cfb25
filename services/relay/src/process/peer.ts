import { type Downlink, ReceiveStatistics, rtpPacketBytes, UplinkPolice } from '@stoa/core/forwarding';
import type { Speaker } from '@stoa/core/slots';
import type { EraId, PeerId, RelaySeat } from '@stoa/protocol';
import type { Transport } from './transport.ts';

/** One participant's transport in one era. A relay knows no more about anybody than these fields. */
export class Peer {
  readonly id: PeerId;
  readonly era: EraId;
  /** It speaks at this relay. */
  readonly from = undefined;
  readonly joinedAt: number;
  /** Of the one stream that its offer named. */
  readonly ssrc: number;
  readonly payloadType: number;
  seat: RelaySeat;
  transport: Transport | undefined;
  downlinks: readonly Downlink[] = [];
  open = false;
  /** Dropped: what its transport still delivers is nobody's. */
  closed = false;
  /** The one size of its era's packets. */
  readonly packetBytes: number;
  readonly police: UplinkPolice;
  readonly statistics = new ReceiveStatistics();
  /** Set while its seat lets it publish. */
  speaker: Speaker | undefined;
  /** The sender byte of its seat on the signed stage; 0, which no frame has, while it has none. */
  sender = 0;
  /** Changes when its sequence restarts, so that forwarding sees another source. */
  source = 0;
  /** Its number among this relay's publishers, for other relays. */
  voice = 0;
  generation = 0;
  /** When its last packet came while it was allowed to publish; undefined before the first. */
  publishedAt: number | undefined;
  /** Its place in the era's list of listeners, or -1. */
  place = -1;

  constructor(
    id: PeerId,
    era: EraId,
    seat: RelaySeat,
    uplink: { ssrc: number; opus: number },
    now: number,
    packetBytes: number = rtpPacketBytes,
  ) {
    this.id = id;
    this.era = era;
    this.seat = seat;
    this.ssrc = uplink.ssrc;
    this.payloadType = uplink.opus;
    this.joinedAt = now;
    this.packetBytes = packetBytes;
    this.police = new UplinkPolice(packetBytes);
  }
}
