/** RTP packets without extensions, contributing sources or padding (RFC 3550 section 5.1): 12 bytes of header. */
export const rtpHeaderBytes = 12;

export function writeRtp(
  payloadType: number,
  sequence: number,
  timestamp: number,
  ssrc: number,
  payload: Uint8Array,
): Buffer {
  const packet = Buffer.allocUnsafe(rtpHeaderBytes + payload.length);
  packet[0] = 0x80;
  packet[1] = payloadType & 0x7f;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(timestamp >>> 0, 4);
  packet.writeUInt32BE(ssrc >>> 0, 8);
  packet.set(payload, rtpHeaderBytes);
  return packet;
}

export type RtpPacket = { readonly sequence: number; readonly payload: Uint8Array };

/** Undefined for RTCP (RFC 5761 section 4) and for whatever no relay of ours sends. */
export function readRtp(packet: Uint8Array): RtpPacket | undefined {
  if (packet.length <= rtpHeaderBytes || packet[0] !== 0x80) return undefined;
  const second = packet[1]!;
  if (second >= 192 && second <= 223) return undefined;
  return { sequence: (packet[2]! << 8) | packet[3]!, payload: packet.subarray(rtpHeaderBytes) };
}
