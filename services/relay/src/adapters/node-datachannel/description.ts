import type { CheckedOffer } from '../../offer.ts';

/** The only line that the library knows of. What it is called and which payload type it has does not reach the wire. */
export const trackMid = '0';
export const trackPayloadType = 111;

/**
 * The offer that the library sees: ours, with three checked values of the client's. No other byte of a client's
 * text gets there, and no candidate: the relay never sends to an address that a client names.
 */
export function remoteDescription(offer: CheckedOffer): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${trackMid}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${trackPayloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${trackMid}`,
    'a=sendrecv',
    'a=rtcp-mux',
    `a=rtpmap:${trackPayloadType} opus/48000/2`,
    `a=ice-ufrag:${offer.ufrag}`,
    `a=ice-pwd:${offer.password}`,
    `a=fingerprint:sha-256 ${offer.fingerprint}`,
    offer.handshake === 'clientBegins' ? 'a=setup:active' : 'a=setup:passive',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
