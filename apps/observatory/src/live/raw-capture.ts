// Captures of our own making, raw IP in pcap: what a relay sees below the hop, and copies that are spoiled on purpose.

const HEADER = 24;
const LINK_RAW = 101;

export type RawEnd = { readonly address: string; readonly port: number };

/** Collects datagrams; times in microseconds since the Unix epoch. Addresses are IPv4; others become 198.51.100.1. */
export class RawCapture {
  readonly #parts: Buffer[] = [fileHeader()];

  datagram(time: number, from: RawEnd, to: RawEnd, payload: Uint8Array): void {
    const udp = Buffer.alloc(8);
    udp.writeUInt16BE(from.port, 0);
    udp.writeUInt16BE(to.port, 2);
    udp.writeUInt16BE(8 + payload.length, 4);
    this.#add(time, ipv4(17, from, to, Buffer.concat([udp, payload])));
  }

  /** One TCP segment, data and acknowledgment, at a position of its stream. */
  segment(time: number, from: RawEnd, to: RawEnd, sequence: number, payload: Uint8Array, flags = 0x18): void {
    const tcp = Buffer.alloc(20);
    tcp.writeUInt16BE(from.port, 0);
    tcp.writeUInt16BE(to.port, 2);
    tcp.writeUInt32BE(sequence >>> 0, 4);
    tcp[12] = 0x50;
    tcp[13] = flags;
    tcp.writeUInt16BE(65_535, 14);
    this.#add(time, ipv4(6, from, to, Buffer.concat([tcp, payload])));
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(time: number, packet: Buffer): void {
    const record = Buffer.alloc(16);
    const seconds = Math.floor(time / 1e6);
    record.writeUInt32LE(seconds, 0);
    record.writeUInt32LE(Math.floor(time - seconds * 1e6), 4);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    this.#parts.push(record, packet);
  }
}

function fileHeader(): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(LINK_RAW, 20);
  return head;
}

function ipv4(protocol: number, from: RawEnd, to: RawEnd, inner: Buffer): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(20 + inner.length, 2);
  ip[8] = 64;
  ip[9] = protocol;
  ip.set(octets(from.address), 12);
  ip.set(octets(to.address), 16);
  return Buffer.concat([ip, inner]);
}

function octets(address: string): number[] {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256) ? parts : [198, 51, 100, 1];
}
