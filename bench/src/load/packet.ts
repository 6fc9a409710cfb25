import { media } from '@stoa/protocol';

/** RTP packets of the load: opaque payloads of the size that real sealed frames have. */

export const payloadType = 111;
export const headerBytes = 12;
export const packetBytes = headerBytes + media.payloadBytes;
/** What AES-128-GCM adds to an RTP packet (RFC 7714 §5.1). */
export const tagBytes = 16;
/** UDP payload of one packet on its way to a listener. */
export const datagramBytes = packetBytes + tagBytes;

/** The sender byte of all load: our relay forwards only what it was told for a publisher. */
export const loadSender = 1;

/** Behind the level byte and where a sealed frame has its header: opaque to every relay. */
const stampAt = headerBytes + 32;
const magicAt = stampAt + 8;
const magic = 0x53746f61;
/** Where in the payload an Opus frame lies, for the one kind of listener that decodes: a browser. */
export const opusAt = 64;
export const opusBytes = 60;

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
  // The header of a sealed frame, as far as a relay reads it.
  packet[headerBytes + 1] = 0x9a;
  packet[headerBytes + 2] = loadSender;
  packet.writeUInt32BE(magic, magicAt);
  writeNoiseFrame(packet.subarray(headerBytes + opusAt, headerBytes + opusAt + opusBytes));
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

/** Every byte string is a valid CELT frame (RFC 6716 §4): behind the right first byte, chance sounds as noise. */
function writeNoiseFrame(frame: Uint8Array): void {
  let state = 1;
  for (let i = 0; i < frame.length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    frame[i] = state >>> 16;
  }
  frame[0] = 0xf8; // CELT, full band, 20 ms, one mono frame
}
