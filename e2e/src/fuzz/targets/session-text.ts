import { answerDestinations, turnDestination } from '@stoa/client/fence';
import { dtlsFingerprint, media } from '@stoa/protocol';
import { isIP } from '@stoa/protocol/fleet';
import { checkOffer } from '@stoa/relay';
import type { Target } from '../engine.ts';
import { bytesOf, must, text, words } from './bytes.ts';

const line = (mid: number, direction: string) =>
  [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789abcdefghijkl',
    `a=fingerprint:sha-256 ${new Array(32).fill('A0').join(':')}`,
    'a=setup:actpass',
  ].join('\r\n');
const offer = [
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2 3 4',
  `${line(0, 'sendonly')}\r\na=ssrc:77 cname:x`,
  ...[1, 2, 3, 4].map((mid) => line(mid, 'recvonly')),
  '',
].join('\r\n');

const answer = [
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-lite',
  'a=candidate:1 1 UDP 2130706431 192.0.2.10 40000 typ host',
  'a=candidate:2 1 tcp 1 2001:db8::7 443 typ host tcptype passive\r\na=end-of-candidates\r\n',
].join('\r\n');

/** Session descriptions (RFC 8866), and the URLs that go with them. */
export const sessionTextTargets: readonly Target[] = [
  {
    name: 'offer',
    files: ['relay/src/offer.ts', 'protocol/src/proofs.ts'],
    seeds: [bytesOf(offer)],
    words: words(
      ...[
        '\r\n',
        '\n',
        'm=audio ',
        'm=video 9 X 1',
        'a=mid:',
        'a=ssrc:',
        'a=candidate:1 1 UDP 1 10.0.0.1 9 typ host',
      ],
      ...[
        'a=extmap:1 x',
        'a=rtpmap:',
        'a=fingerprint:sha-256 ',
        'a=setup:active',
        'a=group:BUNDLE',
        'recvonly',
      ],
    ),
    maxBytes: 4_096,
    read: (input) => {
      const said = text(input);
      const verdict = checkOffer(said);
      const fingerprint = dtlsFingerprint(said);
      must(
        fingerprint === undefined || /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(fingerprint),
        'a false fingerprint',
      );
      if ('refusal' in verdict) return;
      const { order, slots, uplink, ufrag, password } = verdict.offer;
      must(order.length === media.slots + 1 && slots.length === media.slots, 'a false number of lines');
      must(uplink.ssrc > 0 && uplink.ssrc < 2 ** 32, 'an SSRC out of bounds');
      must(!/[\r\n]/.test(order.join('') + ufrag + password), 'a line break got through');
    },
  },
  {
    name: 'destinations of an answer',
    files: ['client/src/fence/answer-destinations.ts', 'protocol/src/fleet/is-ip.ts'],
    seeds: words(answer, 'turns:turn.example:443?transport=tcp', 'turn:[2001:db8::1]:3478?transport=udp'),
    words: words(
      ...['a=candidate:1 1 UDP 1 ', ' typ host', 'c=IN IP4 ', 'a=remote-candidates:', '\u2028', '\r', '\v'],
      ...['stun:', 'turn:', '?transport=', '[::1]', '::ffff:192.0.2.1', '65536', '@', '/'],
    ),
    maxBytes: 600,
    read: (input) => {
      const said = text(input);
      for (const { address, port } of answerDestinations(said) ?? []) {
        must(isIP(address) && said.includes(address), 'an address that the answer does not name');
        must(Number.isInteger(port) && port >= 0 && port <= 99_999, 'a port that is none');
      }
      const way = turnDestination(said);
      if (way) must(!/[@/?\s]/.test(way.address) && way.address !== '', 'a host that is none');
    },
  },
];
