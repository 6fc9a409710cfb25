import type { IpFields } from '../headers/ip-fields.ts';
import type { Limits } from '../limits.ts';
import type { NoteBook } from '../notes.ts';
import type { PacketView } from '../packet-view.ts';
import { Datagram } from './datagram.ts';

/** All datagrams in reassembly (RFC 791 section 3.2, RFC 8200 section 4.5), the oldest first. */
export class Datagrams {
  private readonly limits: Limits;
  private readonly notes: NoteBook;
  private readonly open = new Map<string, Datagram>();
  private size = 0;

  constructor(limits: Limits, notes: NoteBook) {
    this.limits = limits;
    this.notes = notes;
  }

  /** Adds the packet's payload. @returns the datagram when this completed it */
  add(packet: PacketView, fields: IpFields): Uint8Array | undefined {
    this.expire(packet.time);
    const name = nameOf(fields);
    let datagram = this.open.get(name);
    if (datagram === undefined) {
      datagram = new Datagram(packet.time);
      this.open.set(name, datagram);
      this.size += datagram.size;
    }
    const before = datagram.size;
    const added = datagram.add(fields.fragmentOffset, packet.payload, fields.moreFragments);
    this.size += datagram.size - before;
    if (added === 'damaged') this.notes.add('fragment-damaged', packet.number);
    else if (added === 'agrees') this.notes.add('fragment-overlap', packet.number);
    else if (added === 'differs') this.notes.add('fragment-overlap-differs', packet.number);
    const { whole } = datagram;
    if (whole !== undefined) this.drop(name, datagram);
    this.makeRoom(packet.number);
    return whole;
  }

  /** The capture is over. */
  end(): void {
    for (const [name, datagram] of this.open) {
      this.drop(name, datagram);
      this.notes.add('fragments-unfinished', 0);
    }
  }

  private expire(now: number): void {
    for (const [name, datagram] of this.open) {
      if (now - datagram.startedAt <= this.limits.datagramWait) return;
      this.drop(name, datagram);
      this.notes.add('fragments-unfinished', 0);
    }
  }

  private makeRoom(packet: number): void {
    for (const [name, datagram] of this.open) {
      if (this.open.size <= this.limits.datagrams && this.size <= this.limits.datagramBytes) return;
      this.drop(name, datagram);
      this.notes.add('fragments-forgotten', packet);
    }
  }

  private drop(name: string, datagram: Datagram): void {
    this.open.delete(name);
    this.size -= datagram.size;
  }
}

/** In IPv4 the protocol is part of what names a datagram; in IPv6 only addresses and id are. */
function nameOf({ key, fragmentId }: IpFields): string {
  const { version, s0, s1, s2, s3, d0, d1, d2, d3 } = key;
  const protocol = version === 4 ? key.protocol : 0;
  return `${version},${protocol},${fragmentId},${s0},${s1},${s2},${s3},${d0},${d1},${d2},${d3}`;
}
