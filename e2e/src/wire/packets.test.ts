import { expect, test } from 'vitest';
import { sizeFindings } from './findings.ts';
import { type Datagram, kindOf, reassemble } from './packets.ts';
import { SocketMessages } from './socket-messages.ts';

test('the kinds that share a port', () => {
  const kind = (...bytes: number[]) => kindOf(Uint8Array.from(bytes));
  expect([kind(0, 1), kind(22, 254), kind(0x80, 111), kind(0x80, 200), kind(0x90, 0xff)]).toEqual([
    'stun',
    'dtls',
    'rtp',
    'rtcp',
    'rtp',
  ]);
  expect([kind(), kind(72), kind(255)]).toEqual(['other', 'other', 'other']);
});

test('segments are put in order, repetitions dropped', () => {
  const segment = (seq: number, text: string) => ({ seq, bytes: Buffer.from(text) });
  const text = reassemble([segment(4, 'defg'), segment(1, 'abc'), segment(1, 'abcd'), segment(8, 'h')]);
  expect(text.toString()).toBe('abcdefgh');
});

test('one size a direction, and only that of the format', () => {
  const one = (length: number, toPort: number): Datagram => {
    const payload = Buffer.alloc(length, 0x80);
    return { at: 0, from: '10.0.0.1', to: '10.0.0.2', fromPort: 5, toPort, payload, kind: 'rtp' };
  };
  expect(sizeFindings([one(195, 1), one(195, 1), one(189, 2)])).toEqual([]);
  expect(sizeFindings([one(195, 1), one(189, 1)])).toHaveLength(1);
  expect(sizeFindings([one(128, 1)])).toHaveLength(1);
});

test('WebSocket messages, in whatever pieces they come', () => {
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = Buffer.from('x'.repeat(256)).map((byte, i) => byte ^ (mask[i & 3] ?? 0));
  const long = Buffer.concat([Buffer.from([0x81, 0x80 | 126, 1, 0]), mask, masked]);
  const ping = Buffer.from([0x89, 2, 1, 2]);
  const halves = [Buffer.from([0x01, 2, 0x61, 0x62]), ping, Buffer.from([0x80, 1, 0x63])];
  const messages = new SocketMessages();
  const read = [...Buffer.concat([long, ...halves])].flatMap((byte) => messages.push(Buffer.of(byte)));
  expect(read).toEqual([
    { text: 'x'.repeat(256), bytes: 256 },
    { text: 'abc', bytes: 3 },
  ]);
});
