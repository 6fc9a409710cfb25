import { describe, expect, it } from 'vitest';
import { be, concat, text } from '../make/bytes.ts';
import { ethernet, inLink, LINK } from '../make/link.ts';
import { extensionHeader, fragmentHeader, ip, ipv4, ipv6 } from '../make/network.ts';
import { pcap } from '../make/pcap.ts';
import { TCP_FLAGS, tcp, udp } from '../make/transport.ts';
import { readAll, textOf } from './read-all.ts';

const path4 = { source: '192.0.2.1', destination: '198.51.100.2', sourcePort: 5000, destinationPort: 53 };
const path6 = { source: '2001:db8::1', destination: 'fe80::2:0:0:1', sourcePort: 5000, destinationPort: 53 };
const four = ip(path4, 17, udp(path4, text('four')));
const six = ip(path6, 17, udp(path6, text('six')));
const ENDS4 = '192.0.2.1:5000 > 198.51.100.2:53';
const ENDS6 = '2001:db8::1:5000 > fe80::2:0:0:1:53';

const one = (bytes: Uint8Array, linkType: number = LINK.ethernet, length = bytes.length) => {
  const { packets, codes } = readAll(pcap([{ time: 0, bytes, length }], { linkType }));
  return { ...packets[0]!, codes };
};

describe('link layers', () => {
  it.each(Object.entries(LINK))('C20 %s', (_name, linkType) => {
    const first = one(inLink(linkType, four), linkType);
    const second = one(inLink(linkType, six), linkType);
    expect([first.ends, textOf(first.payload), first.codes]).toEqual([ENDS4, 'four', []]);
    expect([second.ends, textOf(second.payload), second.codes]).toEqual([ENDS6, 'six', []]);
  });

  it('C20 VLAN tags, stacked, and up to eight', () => {
    expect(one(ethernet(four, [5])).ends).toBe(ENDS4);
    expect(one(ethernet(six, [5, 6])).ends).toBe(ENDS6);
    expect(one(ethernet(six, [1, 2, 3, 4, 5, 6, 7, 8, 9])).ends).toBe('');
  });

  it('C20 SNAP, PPPoE and MPLS inside Ethernet', () => {
    const macs = new Uint8Array(12);
    const snap = concat(macs, be(2, 8 + four.length), [0xaa, 0xaa, 3, 0, 0, 0], be(2, 0x0800), four);
    const pppoe = concat(macs, be(2, 0x8864, 0x1100, 1, 2 + six.length, 0x57), six);
    const mpls = concat(macs, be(2, 0x8847), be(4, 0x00010040, 0x00020140), four);
    expect([one(snap).ends, one(pppoe).ends, one(mpls).ends]).toEqual([ENDS4, ENDS6, ENDS4]);
  });

  it('C20 BSD loopback written on the other kind of machine, and PPP in short', () => {
    expect(one(concat(be(4, 30), six), LINK.null).ends).toBe(ENDS6);
    expect(one(concat([0x21], four), LINK.ppp).ends).toBe(ENDS4);
  });

  it('C20 counts what it does not know', () => {
    const wifi = one(text('beacon'), 105);
    expect([wifi.number, wifi.ends, wifi.flow, wifi.codes]).toEqual([1, '', 0, ['link-type-unknown']]);
    expect(one(concat(new Uint8Array(12), be(2, 0x0806), new Uint8Array(28))).codes).toEqual([]);
  });
});

describe('network and transport', () => {
  it('C21 IPv4 options, and padding that is not payload', () => {
    const optioned = ipv4(path4, 17, udp(path4, text('o')), { options: new Uint8Array(12).fill(1) });
    expect(textOf(one(concat(ethernet(optioned), new Uint8Array(20))).payload)).toBe('o');
  });

  it('C21 IPv6 extension headers of every kind', () => {
    const authentication = concat([17, 4], new Uint8Array(22), udp(path6, text('deep')));
    const options = extensionHeader(51, new Uint8Array(14), authentication);
    const routed = extensionHeader(60, new Uint8Array(22), options);
    const whole = extensionHeader(44, new Uint8Array(6), fragmentHeader(43, 1, 0, false, routed));
    const { ends, payload, codes } = one(ethernet(ipv6(path6, 0, whole)));
    expect([ends, textOf(payload), codes]).toEqual([ENDS6, 'deep', []]);
  });

  it('C21 tunnels, up to four deep', () => {
    const inside = (packet: Uint8Array) => ipv4(path4, packet[0]! >> 4 === 6 ? 41 : 4, packet);
    expect(one(ethernet(inside(six))).ends).toBe(ENDS6);
    expect(one(ethernet(inside(inside(inside(six))))).ends).toBe(ENDS6);
    const deep = one(ethernet(inside(inside(inside(inside(inside(six)))))));
    expect([deep.ends, deep.codes]).toEqual(['192.0.2.1 > 198.51.100.2', ['headers-too-deep']]);
  });

  it('C21 TCP options, flags and numbers', () => {
    const fields = {
      sequence: 0xfffffffe,
      acknowledgment: 9,
      flags: TCP_FLAGS.ack,
      window: 3,
      options: new Uint8Array(12),
    };
    const { kind, payload } = one(ethernet(ip(path4, 6, tcp(path4, fields, text('tcp')))));
    expect([kind, textOf(payload)]).toEqual(['tcp', 'tcp']);
  });

  it('C21 lengths left at 0 mean to the end', () => {
    const cardCut = four.slice();
    cardCut.set([0, 0], 2);
    cardCut.set([0, 0], 24);
    expect(textOf(one(ethernet(cardCut)).payload)).toBe('four');
    const six0 = six.slice();
    six0.set([0, 0], 4);
    expect(textOf(one(ethernet(six0)).payload)).toBe('six');
  });

  it('C21 what is neither TCP nor UDP keeps its addresses', () => {
    const { ends, kind, payload } = one(ethernet(ip(path4, 1, text('ping'))));
    expect([ends, kind, textOf(payload)]).toEqual(['192.0.2.1 > 198.51.100.2', 'other', 'ping']);
  });

  it('C22 tells how long the payload of a cut packet was', () => {
    const long = ethernet(ip(path4, 17, udp(path4, new Uint8Array(1000))));
    const { payload, payloadOnWire, codes } = one(long.subarray(0, 100), LINK.ethernet, long.length);
    expect([payload.length, payloadOnWire, codes]).toEqual([58, 1000, ['packet-snapped']]);
  });

  it('C23 notes broken headers and keeps what was readable', () => {
    const broken = (change: (packet: Uint8Array) => void, packet = four) => {
      const copy = packet.slice();
      change(copy);
      const { ends, kind, codes } = one(ethernet(copy));
      return [ends, kind, ...codes];
    };
    const addresses = '192.0.2.1 > 198.51.100.2';
    expect(broken((packet) => packet.set([0x41]))).toEqual(['', 'other', 'header-broken']);
    expect(broken((packet) => packet.set([0, 10], 2))).toEqual(['', 'other', 'header-broken']);
    expect(broken((packet) => packet.set([0, 7], 24))).toEqual([addresses, 'other', 'header-broken']);
    const segment = ip(path4, 6, tcp(path4, { sequence: 1 }, text('x')));
    expect(broken((packet) => packet.set([0xf0], 32), segment)).toEqual([
      addresses,
      'other',
      'header-broken',
    ]);
    const endless = ipv6(path6, 60, extensionHeader(17, new Uint8Array(6), new Uint8Array(0)).fill(60, 0, 1));
    expect(one(ethernet(endless)).codes).toEqual(['header-broken']);
    const nested = Array.from({ length: 20 }).reduce<Uint8Array>(
      (rest) => extensionHeader(60, new Uint8Array(6), rest),
      new Uint8Array(8),
    );
    expect(one(ethernet(ipv6(path6, 60, nested))).codes).toEqual(['headers-too-deep']);
  });

  it('C23 does not call a cut header broken', () => {
    expect(one(ethernet(four).subarray(0, 30), LINK.ethernet, 46).codes).toEqual(['packet-snapped']);
  });
});
