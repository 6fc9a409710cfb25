import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offerText, readAnswer } from '../adapters/datachannel/descriptions.ts';
import { readRtp, writeRtp } from '../adapters/datachannel/rtp.ts';
import { answerFault, outgoing } from './session-text.ts';

const line = (i: number, more: readonly string[] = []) => [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  `a=mid:${i}`,
  'a=rtpmap:111 opus/48000/2',
  ...(i > 0 ? [`a=ssrc:${1_000 + i} cname:stoa`] : []),
  ...more,
];
const answer = (more: readonly string[] = []) =>
  [
    'v=0',
    ...line(0, [
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789012345678901',
      'a=fingerprint:sha-256 AA',
      'a=setup:passive',
      'a=candidate:1 1 UDP 2122317823 192.0.2.1 7000 typ host',
      ...more,
    ]),
    ...[1, 2, 3, 4].flatMap((i) => line(i)),
    '',
  ].join('\r\n');

test('no candidate and no header extension leaves the device', () => {
  const sent = outgoing(
    [
      'v=0',
      'a=extmap-allow-mixed',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=candidate:1 1 udp 1 192.168.1.7 5000 typ host',
      'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
      'a=end-of-candidates',
      'a=mid:0',
      '',
    ].join('\r\n'),
  );
  expect(sent).toBe('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n');
});

test('an answer like ours is accepted', () => {
  expect(answerFault(answer(), 5)).toBeUndefined();
});

test.each([
  ['a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level', 'header extensions'],
  ['a=candidate:1 1 tcp 1 192.0.2.1 7000 typ host tcptype passive', 'unexpected kind'],
  ['a=candidate:1 1 udp 1 192.0.2.1 7000 typ srflx raddr 10.0.0.1 rport 9', 'unexpected kind'],
  ['a=candidate:1 1 udp 1 192.0.2.1 7000 typ relay', 'unexpected kind'],
  ['a=rtpmap:0 PCMU/8000', 'another codec'],
  ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'another number of media lines'],
])('an answer with %s is refused', (extra, why) => {
  const fault = answerFault(answer([extra]), 5);
  expect(fault).toContain(why);
  expect(fault).not.toContain('192.0.2');
});

test('a Node participant offers what a browser offers and finds its slots in the answer', () => {
  const offer = offerText({ ufrag: 'abcd', password: 'p', fingerprint: 'sha-256 AA' }, 77);
  expect(offer.match(/^m=audio/gm)).toHaveLength(5);
  expect(offer.match(/^a=sendonly\r$/gm)).toHaveLength(1);
  expect(offer).toContain('a=ssrc:77 cname:uplink');
  expect(offer).not.toContain('a=candidate');
  const { slotOf, forLibrary } = readAnswer(answer());
  expect([...slotOf]).toEqual([
    [1_001, 0],
    [1_002, 1],
    [1_003, 2],
    [1_004, 3],
  ]);
  expect(forLibrary.match(/^m=/gm)).toHaveLength(1);
  expect(() => readAnswer('v=0\r\n')).toThrow('does not name one stream for each slot');
});

test('RTP: twelve bytes of header, read again; RTCP and anything with extensions is passed over', () => {
  fc.assert(
    fc.property(fc.nat(65_535), fc.uint8Array({ minLength: 1, maxLength: 167 }), (sequence, payload) => {
      const packet = writeRtp(111, sequence, 2 ** 32 - 1, 2 ** 32 - 1, payload);
      expect(packet).toHaveLength(12 + payload.length);
      expect(readRtp(packet)).toEqual({ sequence, payload: Buffer.from(payload) });
    }),
  );
  expect(readRtp(Buffer.from([0x80, 200, ...new Array(20).fill(0)]))).toBeUndefined();
  expect(readRtp(Buffer.from([0x90, 111, ...new Array(20).fill(0)]))).toBeUndefined();
  expect(readRtp(Buffer.alloc(5))).toBeUndefined();
});
