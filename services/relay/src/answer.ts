import { media } from '@stoa/protocol';
import type { CheckedOffer } from './offer.ts';
import type { TransportFacts } from './process/transport.ts';

/**
 * The answer to a checked offer. It names one codec, our SSRC for each slot and no header extension, so browsers
 * send none. It tells an address only in its candidates; with an announced address (behind NAT) there is one candidate,
 * and the bound addresses stay unsaid.
 *
 * @param ssrcs one for each slot, in the order of `offer.slots`
 */
export function writeAnswer(
  offer: CheckedOffer,
  ssrcs: readonly number[],
  facts: TransportFacts,
  announcedAddress: string | undefined,
): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${offer.order.join(' ')}`,
    'a=ice-options:ice2',
    'a=msid-semantic: WMS *',
  ];
  offer.order.forEach((mid, index) => {
    const slot = offer.slots.findIndex((line) => line.mid === mid);
    const { opus } = slot < 0 ? offer.uplink : offer.slots[slot]!;
    lines.push(
      `m=audio 9 UDP/TLS/RTP/SAVPF ${opus}`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${mid}`,
      slot < 0 ? 'a=recvonly' : 'a=sendonly',
      'a=rtcp-mux',
      `a=rtpmap:${opus} opus/${media.clockRate}/2`,
      `a=fmtp:${opus} ${media.opusFmtp}`,
      `a=ptime:${media.frameMs}`,
      offer.handshake === 'clientBegins' ? 'a=setup:passive' : 'a=setup:active',
      `a=ice-ufrag:${facts.ufrag}`,
      `a=ice-pwd:${facts.password}`,
      `a=fingerprint:sha-256 ${facts.fingerprint}`,
    );
    // The same names for everybody: they only tell the slots of one connection apart.
    if (slot >= 0) lines.push(`a=msid:slot${slot} slot${slot}`, `a=ssrc:${ssrcs[slot]} cname:stoa`);
    if (index > 0) return;
    for (const candidate of announced(facts.candidates, announcedAddress))
      lines.push(`a=candidate:${candidate}`);
    lines.push('a=end-of-candidates');
  });
  return `${lines.join('\r\n')}\r\n`;
}

function announced(candidates: readonly string[], address: string | undefined): readonly string[] {
  if (address === undefined) return candidates;
  return candidates.slice(0, 1).map((candidate) => candidate.split(' ').with(4, address).join(' '));
}
