import type { PacketView } from '../packet-view.ts';

export const ETHER = { ipv4: 0x0800, ipv6: 0x86dd } as const;

const VLAN = 0x8100;
const SERVICE_VLAN = 0x88a8;
const OLD_SERVICE_VLAN = 0x9100;
const PPPOE_SESSION = 0x8864;
const MPLS = 0x8847;
/** Honest frames have two tags at most. */
const MOST_TAGS = 8;

/** Ethernet II, or IEEE 802.3 with a SNAP header. */
export function ethernetType(packet: PacketView): number {
  if (packet.left < 14) return 0;
  const type = packet.view.getUint16(packet.at + 12);
  packet.at += 14;
  return atEtherType(packet, type);
}

/** Follows tags, MPLS labels, PPPoE and SNAP from a type field to the IP version, or 0. */
export function atEtherType(packet: PacketView, first: number): number {
  let type = first;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    if (type === ETHER.ipv4 || type === ETHER.ipv6) return type;
    if (type === VLAN || type === SERVICE_VLAN || type === OLD_SERVICE_VLAN) {
      if (packet.left < 4) return 0;
      type = packet.view.getUint16(packet.at + 2);
      packet.at += 4;
    } else if (type <= 1500 && isSnap(packet)) {
      type = packet.view.getUint16(packet.at + 6);
      packet.at += 8;
    } else if (type === PPPOE_SESSION) {
      if (packet.left < 8) return 0;
      packet.at += 6;
      return pppType(packet);
    } else if (type === MPLS) {
      return afterLabels(packet);
    } else {
      return 0;
    }
  }
  return 0;
}

/** PPP: perhaps an address and a control byte, then a protocol of two bytes, or of one when it is odd (RFC 1661). */
export function pppType(packet: PacketView): number {
  if (packet.left >= 2 && packet.view.getUint16(packet.at) === 0xff03) packet.at += 2;
  if (packet.left < 2) return 0;
  let protocol = packet.view.getUint8(packet.at);
  const short = (protocol & 1) === 1;
  if (!short) protocol = packet.view.getUint16(packet.at);
  packet.at += short ? 1 : 2;
  return protocol === 0x21 ? ETHER.ipv4 : protocol === 0x57 ? ETHER.ipv6 : 0;
}

function isSnap(packet: PacketView): boolean {
  const { view, at } = packet;
  return packet.left >= 8 && view.getUint32(at) === 0xaaaa0300 && view.getUint16(at + 4) === 0;
}

/** MPLS does not say what it carries; the first nibble behind the last label tells IP. */
function afterLabels(packet: PacketView): number {
  for (let labels = 0; labels < MOST_TAGS && packet.left > 4; labels++) {
    const last = (packet.view.getUint8(packet.at + 2) & 1) === 1;
    packet.at += 4;
    if (!last) continue;
    const version = packet.view.getUint8(packet.at) >> 4;
    return version === 4 ? ETHER.ipv4 : version === 6 ? ETHER.ipv6 : 0;
  }
  return 0;
}
