import { be, concat, le } from './bytes.ts';

export const LINK = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  rawOld: 12,
  rawBsd: 14,
  ciscoHdlc: 104,
  raw: 101,
  loop: 108,
  cooked: 113,
  ipv4: 228,
  ipv6: 229,
  pktap: 258,
  cooked2: 276,
} as const;

const MAC = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];

/** 0x0800 or 0x86dd, from the packet's first nibble. */
export const etherTypeOf = (packet: Uint8Array): number => (packet[0]! >> 4 === 6 ? 0x86dd : 0x0800);

/** @param tags VLAN ids, outermost first; all but the last with the service tag's type */
export function ethernet(packet: Uint8Array, tags: readonly number[] = []): Uint8Array {
  const vlan = tags.map((id, index) => be(2, index < tags.length - 1 ? 0x88a8 : 0x8100, id));
  return concat(MAC, ...vlan, be(2, etherTypeOf(packet)), packet);
}

/** `packet` in the link layer named by its number. */
export function inLink(linkType: number, packet: Uint8Array): Uint8Array {
  const six = packet[0]! >> 4 === 6;
  switch (linkType) {
    case LINK.null:
      return concat(le(4, six ? 30 : 2), packet);
    case LINK.loop:
      return concat(be(4, six ? 24 : 2), packet);
    case LINK.ethernet:
      return ethernet(packet);
    case LINK.ppp:
      return concat([0xff, 0x03], be(2, six ? 0x57 : 0x21), packet);
    case LINK.ciscoHdlc:
      return concat([0x0f, 0], be(2, etherTypeOf(packet)), packet);
    case LINK.cooked:
      return concat(be(2, 4, 1, 6), MAC.slice(0, 6), [0, 0], be(2, etherTypeOf(packet)), packet);
    case LINK.cooked2:
      return concat(be(2, etherTypeOf(packet), 0), be(4, 2), be(2, 1), [0, 6], MAC.slice(0, 8), packet);
    case LINK.pktap: {
      const header = new Uint8Array(108);
      header.set(le(4, 108, 1, LINK.raw));
      return concat(header, packet);
    }
    default:
      return packet;
  }
}
