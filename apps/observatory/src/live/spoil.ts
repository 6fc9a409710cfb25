// A copy of a capture with every leak put in: what the rules do not find there, they would not have found in the original.
import { readCapture } from '../capture/index.ts';
import type { Flow } from '../capture/packet.ts';
import { recognise } from '../evidence/recognise.ts';
import { parseRtp } from '../evidence/rtp.ts';
import type { Spoken } from './material.ts';
import { RawCapture, type RawEnd } from './raw-capture.ts';
import { planted } from './search.ts';

/** From TEST-NET-3 (RFC 5737) and a public resolver: no deployment is there. */
const STRANGER: RawEnd = { address: '203.0.113.9', port: 4477 };
const PUBLIC: RawEnd = { address: '8.8.8.8', port: 53_999 };
const HERE: RawEnd = { address: '192.0.2.200', port: 40_000 };
const MOST_COPIED = 3000;

/** @param control planted as an identifier; @param spoken when there was speech, which the spoiled voice follows */
export async function spoiled(file: string, control: string, spoken: readonly Spoken[]): Promise<Uint8Array> {
  const copy = new RawCapture();
  const loud = (time: number) => spoken.some(({ from, to }) => time >= from && time < to);
  let first: number | undefined;
  let voice: { flow: Flow; fromA: boolean; source: number } | undefined;
  let [copied, suppressed] = [0, 0];
  await readCapture(file, {
    packet({ time, transport, network, payload, fromA }, flow) {
      first ??= time;
      if (transport?.kind !== 'udp' || network === undefined) return;
      const [from, to] = fromA ? [flow.a, flow.b] : [flow.b, flow.a];
      copy.datagram(time, from, to, payload);
      if (recognise(payload, from.port, to.port) !== 'rtp' || copied >= MOST_COPIED) return;
      const rtp = parseRtp(payload);
      if (!rtp) return;
      voice ??= { flow, fromA, source: rtp.source };
      if (voice.flow !== flow || voice.fromA !== fromA || voice.source !== rtp.source) return;
      copied++;
      const other = (port: number) => ({ address: HERE.address, port });
      const isLoud = loud(time);
      copy.datagram(time, other(41_001), STRANGER, withLevel(payload, isLoud));
      copy.datagram(
        time,
        other(41_002),
        STRANGER,
        isLoud ? payload : payload.subarray(0, payload.length - 40),
      );
      // Silence suppression: the clock runs on, the numbers do not.
      if (isLoud) copy.datagram(time, other(41_003), STRANGER, numbered(payload, suppressed++));
    },
  });
  const start = (first ?? 0) + 1e6;
  for (const [i, { bytes }] of planted(control).entries())
    copy.datagram(start + i * 1000, HERE, STRANGER, bytes);
  copy.datagram(
    start + 9000,
    { ...HERE, port: 40_001 },
    STRANGER,
    bindingRequest(Buffer.from(control, 'hex').toString('hex')),
  );
  copy.datagram(start + 9500, { ...HERE, port: 40_002 }, { ...STRANGER, port: 3478 }, bindingRequest());
  copy.datagram(start + 9800, { ...HERE, port: 40_003 }, PUBLIC, Buffer.from('ping'));
  clearSound(copy, start);
  readableWeb(copy, start);
  return copy.bytes;
}

/** A one-byte header extension with the level (RFC 6464), as browsers send it by themselves. */
function withLevel(packet: Uint8Array, isLoud: boolean): Buffer {
  const head = Buffer.from(packet.subarray(0, 12));
  head[0] = 0x90;
  const level = isLoud ? 0x80 | (28 + (packet[3]! % 5)) : 127;
  return Buffer.concat([head, Buffer.from([0xbe, 0xde, 0, 1, 0x10, level, 0, 0]), packet.subarray(12)]);
}

function numbered(packet: Uint8Array, number: number): Buffer {
  const bytes = Buffer.from(packet);
  bytes.writeUInt16BE(number & 0xffff, 2);
  return bytes;
}

/** STUN (RFC 8489); the name repeats, as it would for a person. */
function bindingRequest(name?: string): Buffer {
  const text = Buffer.from(name === undefined ? '' : `user-${name}:relay`);
  const padded = Buffer.alloc((text.length + 3) & ~3);
  text.copy(padded);
  const body =
    name === undefined
      ? Buffer.alloc(0)
      : Buffer.concat([Buffer.from([0, 6, text.length >> 8, text.length & 255]), padded]);
  const head = Buffer.from([
    0,
    1,
    body.length >> 8,
    body.length & 255,
    0x21,
    0x12,
    0xa4,
    0x42,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
  ]);
  return Buffer.concat([head, body]);
}

/** Three seconds of a tone in PCMU. */
function clearSound(copy: RawCapture, start: number): void {
  for (let i = 0; i < 150; i++) {
    const packet = Buffer.alloc(12 + 160);
    packet[0] = 0x80;
    packet.writeUInt16BE(i, 2);
    packet.writeUInt32BE(i * 160, 4);
    packet.writeUInt32BE(0x5707_a000, 8);
    for (let at = 0; at < 160; at++)
      packet[12 + at] = ulawOf(8000 * Math.sin(((i * 160 + at) * 2 * Math.PI * 440) / 8000));
    copy.datagram(start + i * 20_000, { ...HERE, port: 41_010 }, { ...STRANGER, port: 41_011 }, packet);
  }
}

/** G.711: sign, exponent, mantissa, all inverted. */
function ulawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const value = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && (value & mask) === 0; mask >>= 1) exponent--;
  return ~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 15)) & 0xff;
}

function readableWeb(copy: RawCapture, start: number): void {
  const [client, server] = [
    { ...HERE, port: 41_020 },
    { ...STRANGER, port: 80 },
  ];
  const request = Buffer.from('GET /rooms/tea HTTP/1.1\r\nHost: rooms.example\r\nCookie: who=ada\r\n\r\n');
  copy.segment(start, client, server, 1000, Buffer.alloc(0), 2);
  copy.segment(start + 100, server, client, 5000, Buffer.alloc(0), 0x12);
  copy.segment(start + 200, client, server, 1001, request);
  copy.segment(
    start + 300,
    server,
    client,
    5001,
    Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  );
}
