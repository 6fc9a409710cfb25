import { media } from '@stoa/protocol';

export const sampleFingerprint = Array.from({ length: 32 }, (_, i) =>
  i.toString(16).padStart(2, '0').toUpperCase(),
).join(':');

/** A small lawful offer. */
export function sampleOffer(ssrc = 12_345, opus = 111): string {
  const line = (mid: number, direction: string, more: readonly string[] = []) => [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${opus} 0`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    `a=rtpmap:${opus} opus/48000/2`,
    'a=rtpmap:0 PCMU/8000',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789abcdefghijkl',
    `a=fingerprint:sha-256 ${sampleFingerprint}`,
    'a=setup:actpass',
    ...more,
  ];
  const mids = Array.from({ length: media.slots + 1 }, (_, i) => i);
  return `${[
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    ...line(0, 'sendonly', [`a=ssrc:${ssrc} cname:x`]),
    ...mids.slice(1).flatMap((mid) => line(mid, 'recvonly')),
  ].join('\r\n')}\r\n`;
}
