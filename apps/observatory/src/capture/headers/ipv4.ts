import type { PacketView } from '../packet-view.ts';
import type { IpFields } from './ip-fields.ts';

/**
 * Reads an IPv4 header (RFC 791): addresses and protocol and fragment fields into `fields`, and
 * narrows the packet to what the header says is its payload. @returns false when the header makes no sense
 */
export function readIpv4(packet: PacketView, fields: IpFields): boolean {
  const { view, at } = packet;
  const { key } = fields;
  if (packet.left < 20) return false;
  const first = view.getUint8(at);
  const header = (first & 15) * 4;
  if (first >> 4 !== 4 || header < 20 || header > packet.left) return false;
  const stated = view.getUint16(at + 2);
  // Network cards that cut segments themselves leave 0 in the copy that the capture sees.
  const total = stated === 0 ? packet.left : stated;
  if (total < header) return false;
  key.version = 4;
  key.protocol = view.getUint8(at + 9);
  key.s0 = view.getUint32(at + 12);
  key.d0 = view.getUint32(at + 16);
  key.s1 = key.s2 = key.s3 = key.d1 = key.d2 = key.d3 = 0;
  const fragment = view.getUint16(at + 6);
  fields.fragmentOffset = (fragment & 0x1fff) * 8;
  fields.moreFragments = (fragment & 0x2000) !== 0;
  fields.fragmentId = view.getUint16(at + 4);
  fields.fragmented = fields.moreFragments || fields.fragmentOffset > 0;
  fields.addressed = true;
  packet.end = Math.min(packet.end, at + total);
  packet.payloadOnWire = total - header;
  packet.at = at + header;
  return true;
}
