import { concat, text } from '../test/make/bytes.ts';
import { TcpTalk, udpFrame } from '../test/make/conversation.ts';
import { ethernet, inLink, LINK } from '../test/make/link.ts';
import { extensionHeader, fragmentHeader, ip, ipv4, ipv6 } from '../test/make/network.ts';
import { type Frame, pcap } from '../test/make/pcap.ts';
import { PcapngSection, pcapng } from '../test/make/pcapng.ts';
import { TCP_FLAGS, tcp, udp } from '../test/make/transport.ts';

const START = 1.7e15;
const four = [
  { address: '192.0.2.1', port: 5000 },
  { address: '198.51.100.2', port: 443 },
] as const;
const six = [
  { address: '2001:db8::1', port: 5001 },
  { address: '2001:db8::2', port: 443 },
] as const;
const path4 = { source: '192.0.2.1', destination: '198.51.100.2', sourcePort: 9, destinationPort: 10 };
const path6 = { source: '2001:db8::1', destination: '2001:db8::2', sourcePort: 9, destinationPort: 10 };

/** Small valid files that touch every part of the reader: what mutations start from. */
export function seedFiles(): Uint8Array[] {
  const frames = [...mixed(), ...streams()];
  return [
    pcap(frames),
    pcap(frames, { bigEndian: true, nanoseconds: true }),
    pcapng(frames, { resolution: 9 }),
    pcapng(frames, { bigEndian: true }),
    pcap(streams()),
    pcap(fragments()),
    blocks(false),
    blocks(true),
    ...Object.values(LINK).map((linkType) => pcap(linked(linkType), { linkType })),
  ];
}

function mixed(): Frame[] {
  return [
    udpFrame(START, four[0], four[1], text('hello')),
    udpFrame(START + 10, six[1], six[0], text('hello again')),
    { time: START + 20, bytes: ethernet(ip(path4, 17, udp(path4, text('tagged'))), [7, 8]) },
    { time: START + 30, bytes: ethernet(ipv4(path4, 4, ip(path6, 17, udp(path6, text('inside'))))) },
    { time: START + 40, bytes: ethernet(ipv4(path4, 41, ip(path6, 17, udp(path6, text('six in four'))))) },
    {
      time: START + 50,
      bytes: ethernet(ipv4(path4, 17, udp(path4, text('o')), { options: new Uint8Array(8) })),
    },
    { time: START + 60, bytes: ethernet(ipv4(path4, 1, text('ping-ping'))) },
    { time: START + 70, bytes: ethernet(extended()), length: 900 },
  ];
}

function extended(): Uint8Array {
  const inner = extensionHeader(17, new Uint8Array(6), udp(path6, text('options')));
  return ipv6(
    path6,
    0,
    extensionHeader(43, new Uint8Array(6), extensionHeader(60, new Uint8Array(14), inner)),
  );
}

function streams(): Frame[] {
  const talk = new TcpTalk(four[0], four[1], { a: 0xfffffff0, b: 77 });
  const open = talk.open(START);
  const said = talk.send(START + 100, 'a', text('the quick brown fox jumps over the lazy dog'), 8);
  const answer = talk.send(START + 200, 'b', text('over the lazy dog the quick brown fox jumps'), 12);
  const late = [said[3]!, said[1]!, said[0]!, said[1]!, said[2]!, said[5]!, ...answer, answer[1]!];
  const forged = tcp(
    { source: four[0].address, destination: four[1].address, sourcePort: 5000, destinationPort: 443 },
    { sequence: 0xfffffff1, acknowledgment: 78, flags: TCP_FLAGS.ack },
    text('THE QUICK'),
  );
  const again = { time: START + 300, bytes: ethernet(ip(path4, 6, forged)) };
  return [
    ...open,
    ...late,
    again,
    ...talk.close(START + 2e6),
    ...new TcpTalk(four[0], four[1]).open(START + 3e6),
  ];
}

function fragments(): Frame[] {
  const datagram = udp(path4, new Uint8Array(40).fill(65));
  const datagram6 = udp(path6, new Uint8Array(40).fill(66));
  const part4 = (from: number, to: number) =>
    ipv4(path4, 17, datagram.subarray(from, to), { id: 5, fragmentOffset: from, moreFragments: to < 48 });
  const part6 = (from: number, to: number) =>
    ipv6(path6, 44, fragmentHeader(17, 6, from, to < 48, datagram6.subarray(from, to)));
  const parts = [part4(0, 16), part6(16, 48), part4(8, 24), part4(24, 48), part6(0, 16), part6(0, 24)];
  return parts.map((bytes, index) => ({ time: START + index, bytes: ethernet(bytes) }));
}

function linked(linkType: number): Frame[] {
  const packets = [ip(path4, 17, udp(path4, text('four'))), ip(path6, 17, udp(path6, text('six')))];
  const fitting =
    linkType === LINK.ipv4 ? packets.slice(0, 1) : linkType === LINK.ipv6 ? packets.slice(1) : packets;
  return fitting.map((bytes, index) => ({ time: START + index, bytes: inLink(linkType, bytes) }));
}

function blocks(bigEndian: boolean): Uint8Array {
  const section = new PcapngSection({ bigEndian });
  const other = new PcapngSection({ bigEndian: !bigEndian });
  const [first, second, third] = mixed() as [Frame, Frame, Frame];
  return concat(
    section.header(),
    section.interface(LINK.ethernet, { resolution: 9, offset: 3600 }),
    section.interface(LINK.ethernet, { resolution: 0x94, snap: 64 }),
    section.packet(first, 1),
    section.simplePacket(second),
    section.obsoletePacket(third, 1),
    section.block(0x7777, text('not known to anybody')),
    section.secrets('CLIENT_RANDOM 00 11\n'),
    section.names([{ address: Uint8Array.of(192, 0, 2, 1), names: ['a.example', 'b.example'] }]),
    other.header(),
    other.interface(LINK.ethernet),
    other.packet(first),
  );
}
