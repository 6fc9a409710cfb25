import { media } from '@stoa/protocol';

/** RFC 3550 section 5.1 without CSRC list and extension: the only header this system sends or accepts. */
export const rtpHeaderBytes = 12;

/** Every packet that a relay forwards has exactly this size. */
export const rtpPacketBytes = rtpHeaderBytes + media.payloadBytes;
/** The same in an era whose frames are signed one by one. */
export const strictRtpPacketBytes = rtpHeaderBytes + media.strictPayloadBytes;

/** First byte of the SFrame header (RFC 9605 section 4.3) of every frame: a KID of two bytes, a CTR of three. */
const frameConfig = 0x9a;

/** The fields of one packet. One object is reused for all packets of a process. */
export class RtpHeader {
  payloadType = 0;
  sequence = 0;
  timestamp = 0;
  ssrc = 0;
  /** Loudness that the sender claims for this frame, 0..3: the first byte of the payload. */
  level = 0;
  /** Seat on the signed stage whose voice the frame claims to be, 1..255: the first byte of its KID. */
  sender = 0;
  /** CTR of the frame: of two frames of one voice the one that was spoken later has the higher. */
  counter = 0;
}

export type RtpVerdict =
  | 'ok'
  | 'truncated'
  | 'notRtp'
  | 'padded'
  | 'withSources'
  | 'extended'
  | 'wrongSize'
  | 'badLevel'
  | 'notAFrame';

/** RFC 5761 section 4: on a shared port the second byte tells RTCP (types 192..223) from RTP. */
export function isRtcp(packet: Uint8Array): boolean {
  const type = packet[1];
  return type !== undefined && type >= 192 && type <= 223;
}

/**
 * Reads and judges one packet. `into` holds its fields only if the verdict is `ok`.
 * Padding, contributing sources and header extensions are lawful RTP that we never negotiate: what carries them
 * is refused, because each is a place to smuggle or to leak something. `packetBytes` is the one size of the era.
 */
export function readRtp(
  packet: Uint8Array,
  into: RtpHeader,
  packetBytes: number = rtpPacketBytes,
): RtpVerdict {
  if (packet.length < rtpHeaderBytes) return 'truncated';
  const first = packet[0]!;
  if (first >> 6 !== 2 || isRtcp(packet)) return 'notRtp';
  if ((first & 0x20) !== 0) return 'padded';
  if ((first & 0x10) !== 0) return 'extended';
  if ((first & 0x0f) !== 0) return 'withSources';
  if (packet.length !== packetBytes) return 'wrongSize';
  const level = packet[rtpHeaderBytes]!;
  if (level >= media.levels) return 'badLevel';
  const sender = packet[rtpHeaderBytes + 2]!;
  if (packet[rtpHeaderBytes + 1] !== frameConfig || sender === 0) return 'notAFrame';
  into.payloadType = packet[1]! & 0x7f;
  into.sequence = (packet[2]! << 8) | packet[3]!;
  into.timestamp = read32(packet, 4);
  into.ssrc = read32(packet, 8);
  into.level = level;
  into.sender = sender;
  into.counter =
    (packet[rtpHeaderBytes + 4]! << 16) | (packet[rtpHeaderBytes + 5]! << 8) | packet[rtpHeaderBytes + 6]!;
  return 'ok';
}

export function read32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

export function write32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}
