import { media } from '@stoa/protocol';

/** RTP packets of the load: opaque payloads of the size that real sealed frames have. */

export const payloadType = 111;
export const headerBytes = 12;
export const packetBytes = headerBytes + media.payloadBytes;
/** What AES-128-GCM adds to an RTP packet (RFC 7714 §5.1). */
export const tagBytes = 16;
/** UDP payload of one packet on its way to a listener. */
export const datagramBytes = packetBytes + tagBytes;

/** Behind the level byte and where a sealed frame has its header: opaque to every relay. */
const stampAt = headerBytes + 32;
const magicAt = stampAt + 8;
const magic = 0x53746f61;

/**
 * One packet buffer for the whole run: `stampPacket` changes it in place.
 * Loudness is the highest step, so that a relay that picks speakers picks this one.
 */
export function newPacket(ssrc: number, firstSequence: number): Buffer {
  const packet = Buffer.alloc(packetBytes, 0xa5);
  packet[0] = 0x80;
  packet[1] = payloadType;
  packet.writeUInt16BE(firstSequence, 2);
  packet.writeUInt32BE(0, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet[headerBytes] = media.levels - 1;
  packet.writeUInt32BE(magic, magicAt);
  return packet;
}

/** Next sequence number and timestamp, and the sending time in nanoseconds of CLOCK_MONOTONIC. */
export function stampPacket(packet: Buffer, now: bigint): void {
  packet.writeUInt16BE((packet.readUInt16BE(2) + 1) & 0xffff, 2);
  packet.writeUInt32BE((packet.readUInt32BE(4) + media.frameTicks) >>> 0, 4);
  packet.writeBigUInt64BE(now, stampAt);
}

/** True for a packet of this load; RTCP and packets with other payloads are not counted. */
export function isLoadPacket(packet: Buffer): boolean {
  return packet.length === packetBytes && packet.readUInt32BE(magicAt) === magic;
}

export function stampOf(packet: Buffer): bigint {
  return packet.readBigUInt64BE(stampAt);
}
