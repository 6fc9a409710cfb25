import type { Datagrams } from '../fragments/datagrams.ts';
import type { NoteBook } from '../notes.ts';
import type { PacketView } from '../packet-view.ts';
import { ETHER } from './ether-type.ts';
import { IpFields } from './ip-fields.ts';
import { readIpv4 } from './ipv4.ts';
import { readExtensions, readIpv6 } from './ipv6.ts';
import { readLink } from './link.ts';
import { readTcp, readUdp, TCP, UDP } from './transport.ts';

const IPV4_INSIDE = 4;
const IPV6_INSIDE = 41;
const MOST_TUNNELS = 4;

/** Peels the headers off one packet after the other: what it finds is in the packet and in `fields` until the next. */
export class Dissection {
  readonly fields = new IpFields();
  private readonly packet: PacketView;
  private readonly datagrams: Datagrams;
  private readonly notes: NoteBook;

  constructor(packet: PacketView, datagrams: Datagrams, notes: NoteBook) {
    this.packet = packet;
    this.datagrams = datagrams;
    this.notes = notes;
  }

  /** @returns true when the packet has a readable IP header, so that `fields.key` names a flow */
  read(linkType: number): boolean {
    const { packet, fields } = this;
    fields.reset();
    const type = readLink(packet, linkType);
    packet.payloadOnWire = packet.length - (packet.captured - packet.left);
    if (type !== 0) this.network(type === ETHER.ipv4);
    return fields.addressed;
  }

  /** One IP header after the other, as long as there are tunnels. */
  private network(four: boolean): void {
    const { packet, fields } = this;
    let isFour = four;
    for (let depth = 0; depth < MOST_TUNNELS; depth++) {
      if (!(isFour ? readIpv4(packet, fields) : readIpv6(packet, fields))) {
        this.complain();
        return;
      }
      if (fields.fragmented && !this.completes()) return;
      const { protocol } = fields.key;
      if (protocol !== IPV4_INSIDE && protocol !== IPV6_INSIDE) {
        this.transport(protocol);
        return;
      }
      // Some write one number for both versions; the packet itself says which it is.
      isFour = packet.left < 1 ? protocol === IPV4_INSIDE : packet.view.getUint8(packet.at) >> 4 !== 6;
    }
    fields.tooDeep = true;
    this.complain();
  }

  /** @returns true when the fragment completed its datagram and the packet goes on in the whole of it */
  private completes(): boolean {
    const { packet, fields } = this;
    packet.fragment = true;
    if (packet.left < packet.payloadOnWire) return false;
    const whole = this.datagrams.add(packet, fields);
    if (whole === undefined) return false;
    packet.fragment = false;
    packet.turnTo(whole, new DataView(whole.buffer, whole.byteOffset, whole.byteLength), 0, whole.length);
    packet.payloadOnWire = whole.length;
    fields.fragmented = false;
    if (fields.key.version === 6 && (!readExtensions(packet, fields) || fields.fragmented)) {
      this.complain();
      return false;
    }
    return true;
  }

  private transport(protocol: number): void {
    const { packet, fields } = this;
    if (protocol === UDP) {
      if (!readUdp(packet, fields.key)) this.complain();
    } else if (protocol === TCP) {
      if (!readTcp(packet, fields.key)) this.complain();
    }
  }

  /** A cut packet is no fault of its sender, and is noted as cut. */
  private complain(): void {
    const { packet, fields } = this;
    if (fields.tooDeep) this.notes.add('headers-too-deep', packet.number);
    else if (!packet.snapped) this.notes.add('header-broken', packet.number);
  }
}
