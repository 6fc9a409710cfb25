import type { PacketView } from '../packet-view.ts';
import type { IpFields } from './ip-fields.ts';

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;
/** RFC 8200 names an order in which each comes once, destination options twice. */
const MOST_EXTENSIONS = 16;

/** Reads an IPv6 header (RFC 8200). @returns false when it makes no sense */
export function readIpv6(packet: PacketView, fields: IpFields): boolean {
  const { view, at } = packet;
  const { key } = fields;
  if (packet.left < 40 || view.getUint8(at) >> 4 !== 6) return false;
  key.version = 6;
  key.s0 = view.getUint32(at + 8);
  key.s1 = view.getUint32(at + 12);
  key.s2 = view.getUint32(at + 16);
  key.s3 = view.getUint32(at + 20);
  key.d0 = view.getUint32(at + 24);
  key.d1 = view.getUint32(at + 28);
  key.d2 = view.getUint32(at + 32);
  key.d3 = view.getUint32(at + 36);
  key.protocol = view.getUint8(at + 6);
  const stated = view.getUint16(at + 4);
  // 0 is a jumbogram, or a card that cuts segments itself: the rest of the frame either way.
  const length = stated === 0 ? packet.left - 40 : stated;
  packet.end = Math.min(packet.end, at + 40 + length);
  packet.payloadOnWire = length;
  packet.at = at + 40;
  fields.fragmented = false;
  fields.addressed = true;
  return readExtensions(packet, fields);
}

/**
 * Follows extension headers until one that is none, or a fragment header of a datagram in several parts.
 * @returns false when a header does not fit
 */
export function readExtensions(packet: PacketView, fields: IpFields): boolean {
  const { key } = fields;
  for (let count = 0; count < MOST_EXTENSIONS; count++) {
    const { protocol } = key;
    if (!isExtension(protocol)) return true;
    if (packet.left < 8) return false;
    const { view, at } = packet;
    key.protocol = view.getUint8(at);
    const units = view.getUint8(at + 1);
    const size = protocol === FRAGMENT ? 8 : protocol === AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
    if (size > packet.left) return false;
    packet.at += size;
    packet.payloadOnWire -= size;
    if (protocol !== FRAGMENT) continue;
    const field = view.getUint16(at + 2);
    fields.fragmentOffset = field & 0xfff8;
    fields.moreFragments = (field & 1) === 1;
    fields.fragmentId = view.getUint32(at + 4);
    fields.fragmented = fields.moreFragments || fields.fragmentOffset > 0;
    if (fields.fragmented) return true;
  }
  fields.tooDeep = true;
  return false;
}

function isExtension(protocol: number): boolean {
  return (
    protocol === HOP_BY_HOP ||
    protocol === ROUTING ||
    protocol === FRAGMENT ||
    protocol === DESTINATION ||
    protocol === AUTHENTICATION ||
    protocol === MOBILITY ||
    protocol === HIP ||
    protocol === SHIM6
  );
}
