import { read32 } from './rtp.ts';

/** What a relay wants to know from a publisher's RTCP: its latest sender report. Reused, never allocated. */
export class SenderReport {
  seen = false;
  ssrc = 0;
  /** The middle 32 bits of the sender's NTP time, to be sent back as LSR (RFC 3550 section 6.4.1). */
  ntpMiddle = 0;
}

const maxPackets = 16;
const senderReport = 200;
const senderReportBytes = 28;

/**
 * Walks a compound RTCP packet (RFC 3550 section 6.1, reduced size of RFC 5506 allowed) and keeps its last sender report.
 * False: malformed, that is a wrong version, a length that does not fit, padding before the last packet, a
 * sender report that is too short, or more than 16 packets. Everything but sender reports is skipped unread:
 * BYE, NACK, PLI and application packets of a client have no effect on anybody.
 */
export function readRtcp(packet: Uint8Array, into: SenderReport): boolean {
  into.seen = false;
  let at = 0;
  for (let n = 0; n < maxPackets; n++) {
    if (at + 8 > packet.length) return false;
    const first = packet[at]!;
    const type = packet[at + 1]!;
    const bytes = 4 * (((packet[at + 2]! << 8) | packet[at + 3]!) + 1);
    const end = at + bytes;
    if (first >> 6 !== 2 || type < 192 || type > 223 || end > packet.length) return false;
    if ((first & 0x20) !== 0 && end !== packet.length) return false;
    if (type === senderReport) {
      if (bytes < senderReportBytes + 24 * (first & 0x1f)) return false;
      into.seen = true;
      into.ssrc = read32(packet, at + 4);
      into.ntpMiddle = ((read32(packet, at + 8) << 16) | (read32(packet, at + 12) >>> 16)) >>> 0;
    }
    if (end === packet.length) return true;
    at = end;
  }
  return false;
}
