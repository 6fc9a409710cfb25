import type { PacketView } from '../packet-view.ts';
import { atEtherType, ETHER, ethernetType, pppType } from './ether-type.ts';

/** LINKTYPE_ numbers of tcpdump.org that lead to IP. */
const LINK = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  raw12: 12,
  raw14: 14,
  pppHdlc: 50,
  raw: 101,
  ciscoHdlc: 104,
  loop: 108,
  cooked: 113,
  ipv4: 228,
  ipv6: 229,
  pktap: 258,
  cooked2: 276,
} as const;

const understood: ReadonlySet<number> = new Set(Object.values(LINK));

export const knowsLink = (linkType: number): boolean => understood.has(linkType);

/**
 * Moves the packet past its link-layer header.
 * @returns ETHER.ipv4, ETHER.ipv6, or 0 for everything else
 */
export function readLink(packet: PacketView, linkType: number): number {
  switch (linkType) {
    case LINK.ethernet:
      return ethernetType(packet);
    case LINK.raw:
    case LINK.raw12:
    case LINK.raw14:
    case LINK.ipv4:
    case LINK.ipv6:
      return byFirstNibble(packet);
    case LINK.null:
    case LINK.loop:
      return byFamily(packet);
    case LINK.cooked:
      return afterHeader(packet, 16, 14);
    case LINK.cooked2:
      return afterHeader(packet, 20, 0);
    case LINK.ciscoHdlc:
      return afterHeader(packet, 4, 2);
    case LINK.ppp:
    case LINK.pppHdlc:
      return pppType(packet);
    case LINK.pktap:
      return insidePktap(packet);
    default:
      return 0;
  }
}

function byFirstNibble(packet: PacketView): number {
  if (packet.left < 1) return 0;
  const version = packet.view.getUint8(packet.at) >> 4;
  return version === 4 ? ETHER.ipv4 : version === 6 ? ETHER.ipv6 : 0;
}

/** The address family is in the byte order of the machine that captured, and IPv6 has a number in each system. */
function byFamily(packet: PacketView): number {
  if (packet.left < 4) return 0;
  const big = packet.view.getUint32(packet.at);
  const family = big > 0xffff ? packet.view.getUint32(packet.at, true) : big;
  packet.at += 4;
  if (family === 2) return ETHER.ipv4;
  return family === 10 || family === 23 || family === 24 || family === 28 || family === 30 ? ETHER.ipv6 : 0;
}

function afterHeader(packet: PacketView, size: number, typeAt: number): number {
  if (packet.left < size) return 0;
  const type = packet.view.getUint16(packet.at + typeAt);
  packet.at += size;
  return atEtherType(packet, type);
}

/** Apple's header: its own length, a record type, the real link type, the interface's name and more. */
function insidePktap(packet: PacketView): number {
  if (packet.left < 12) return 0;
  const size = packet.view.getUint32(packet.at, true);
  const inner = packet.view.getUint32(packet.at + 8, true);
  if (size < 12 || size > packet.left || inner === LINK.pktap) return 0;
  packet.at += size;
  return readLink(packet, inner);
}
