import { rtpPacketBytes } from './rtp.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * What one participant may send to a relay. Our stream is 50 packets/s of 12 + 167 bytes, 71.6 kbit/s: the limits
 * leave room for jitter and clock drift, no more. Where packets are larger (strict eras: 227 bytes, 90.8 kbit/s) the bits
 * grow with them. Buckets hold one second, so twice the rate passes for a second.
 */
export const uplinkLimits = {
  packetsPerSecond: 60,
  bitsPerSecond: 100_000,
  rtcpPerSecond: 20,
  /** Refused packets in one second that make it count as a flooded second. */
  tolerated: 10,
  /** Flooded seconds in a row after which the transport is closed; the first one warns. */
  floodedSeconds: 4,
  /** Refused packets in one second that are closed at once. */
  outrageous: 10_000,
} as const;

/** Polices one participant's uplink: what exceeds is refused packet by packet, who goes on is closed. */
export class UplinkPolice {
  readonly #packets = new TokenBucket(uplinkLimits.packetsPerSecond, uplinkLimits.packetsPerSecond);
  readonly #bits: TokenBucket;
  readonly #rtcp = new TokenBucket(uplinkLimits.rtcpPerSecond, uplinkLimits.rtcpPerSecond);
  #excess = 0;
  #flooded = 0;

  /** `packetBytes`: the one size of the era's packets. */
  constructor(packetBytes: number = rtpPacketBytes) {
    const bits = (uplinkLimits.bitsPerSecond * packetBytes) / rtpPacketBytes;
    this.#bits = new TokenBucket(bits, bits);
  }

  /** Asked for every RTP packet before anything else is done with it, well-formed or not. */
  admit(bytes: number, now: number): boolean {
    if (this.#packets.take(1, now) && this.#bits.take(bytes * 8, now)) return true;
    this.#excess++;
    return false;
  }

  admitRtcp(now: number): boolean {
    if (this.#rtcp.take(1, now)) return true;
    this.#excess++;
    return false;
  }

  /** True as soon as this second's excess is beyond any accident. */
  get outrageous(): boolean {
    return this.#excess > uplinkLimits.outrageous;
  }

  /** Called once a second. `warn` once per flood, `close` if the flood goes on. */
  second(): 'calm' | 'warn' | 'flooded' | 'close' {
    const over = this.#excess > uplinkLimits.tolerated;
    const outrageous = this.outrageous;
    this.#excess = 0;
    this.#flooded = over ? this.#flooded + 1 : 0;
    if (outrageous || this.#flooded >= uplinkLimits.floodedSeconds) return 'close';
    if (this.#flooded === 1) return 'warn';
    return over ? 'flooded' : 'calm';
  }
}
