import { strictRtpPacketBytes } from '@stoa/core/forwarding';
import type { EraId } from '@stoa/protocol';

/**
 * What one relay says to another:
 *
 *   kind:u8 | generation:u8 | voice:u32 | era:u48 | packet       kind 1: a frame; the packet is RTP as the publisher sent it
 *   kind 2 | 0:u8 | voice:u32 | era:u48                          the voice publishes no more
 *
 * A voice is a publisher's number at the relay that it is connected to; its generation changes when its sequence restarts.
 */
export const frameKind = 1;
export const silenceKind = 2;
export const linkHeaderBytes = 12;
export const longestLinkMessage = linkHeaderBytes + strictRtpPacketBytes;

export function writeLinkHeader(
  out: Buffer,
  kind: typeof frameKind | typeof silenceKind,
  generation: number,
  voice: number,
  era: EraId,
): void {
  out[0] = kind;
  out[1] = generation & 0xff;
  out.writeUInt32BE(voice, 2);
  out.writeUIntBE(era, 6, 6);
}

export const voiceIn = (message: Buffer): number => message.readUInt32BE(2);
export const eraIn = (message: Buffer): EraId => message.readUIntBE(6, 6) as EraId;
