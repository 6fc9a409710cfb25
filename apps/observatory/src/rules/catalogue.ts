// Every finding the observatory can make: SPEC.md holds the same table for readers, a test keeps them equal.
import type { Evidence, Finding, Severity } from './rule.ts';

export type Entry = {
  readonly name: string;
  readonly severity: Severity;
  readonly explanation: string;
  readonly advice: string;
};

const entry = (name: string, severity: Severity, explanation: string, advice: string): Entry => ({
  name,
  severity,
  explanation,
  advice,
});

export const CATALOGUE: Readonly<Record<string, Entry>> = {
  O101: entry(
    'identifier in clear',
    'critical',
    'Anyone on the path can read this identifier and recognise the person or the room wherever it is sent.',
    'Send it only inside an encrypted connection, or replace it by a random value that is used once.',
  ),
  O102: entry(
    'identifier hashed or packed',
    'high',
    'The identifier is hidden from the eye, not from anyone who looks for it: unpacking needs no key, and a hash of a known or short value is found by trying.',
    'Encrypt instead of hashing or packing; what must be compared needs a keyed hash whose key stays with the reader.',
  ),
  O103: entry(
    'field that looks like an identifier',
    'medium',
    'The same value comes back in several connections, so an observer can tell that they belong together, also when addresses change.',
    'Use a fresh random value for every connection, or move the field inside the encryption.',
  ),
  O201: entry(
    'HTTP in clear',
    'high',
    'Addresses of pages, cookies and contents can be read and changed by anyone on the path.',
    'Serve everything by HTTPS and refuse plain HTTP.',
  ),
  O202: entry(
    'WebSocket in clear',
    'high',
    'All messages of this connection can be read and changed by anyone on the path.',
    'Use wss: only.',
  ),
  O203: entry(
    'SIP in clear',
    'high',
    'Who calls whom, when, and with which device is readable on the path.',
    'Use SIP over TLS (RFC 3261 section 26.3) to every hop, and hide identities towards parties that do not need them.',
  ),
  O204: entry(
    'RTMP in clear',
    'high',
    'Sound and picture of this stream, and the names of its application and key, are readable on the path.',
    'Use RTMPS, or a transport that is encrypted always.',
  ),
  O205: entry(
    'STUN user name that carries more than chance',
    'medium',
    'ICE user names travel in clear in every connectivity check. This one holds data, such as a route, an id or a name, which links connections to rooms or people.',
    'Use random user names of one use (RFC 8445 section 5.3) and keep the route at the server.',
  ),
  O206: entry(
    'TLS below 1.2',
    'medium',
    'These versions have known weaknesses and were withdrawn (RFC 8996).',
    'Offer TLS 1.3, and 1.2 where needed; refuse the rest.',
  ),
  O207: entry(
    'host name that says too much',
    'medium',
    'Names that are looked up or asked for in TLS are readable on the path. This one differs from person to person or from room to room.',
    'Use one host name for everybody and put the rest into the encrypted part.',
  ),
  O208: entry(
    'certificate with a personal name',
    'high',
    'Up to TLS 1.2 certificates are sent in clear: whoever watches learns the name in it.',
    'Use TLS 1.3, and certificates without names of people.',
  ),
  O209: entry(
    'custom protocol with readable parts',
    'medium',
    'An own protocol shows readable text outside its encryption: which service, which server, at times which room.',
    'Encrypt handshakes as well (as QUIC with encrypted ClientHello does), or use a standard protocol.',
  ),
  O210: entry(
    'names looked up in clear',
    'info',
    'DNS questions tell everybody on the path and the resolver which services are used.',
    'Use DNS over HTTPS or TLS, and few names.',
  ),
  O211: entry(
    'RTCP names its sender',
    'medium',
    'RTCP source descriptions in clear carry a lasting name of the sender, often user@host.',
    'Encrypt RTCP (SRTCP) and use random names of one use (RFC 7022).',
  ),
  O212: entry(
    'password proof in clear',
    'medium',
    'A digest proof sent in clear lets anyone who recorded it try passwords at leisure.',
    'Authenticate inside TLS only.',
  ),
  O213: entry(
    "participant's address inside a message",
    'low',
    'A message in clear names the public or private network address of a participant beyond what the packet itself shows.',
    'Encrypt it, or encode it as STUN does against rewriting, and never give it to other participants.',
  ),
  O301: entry(
    'audible sound',
    'critical',
    'The voice is not encrypted: anyone on the path can listen. It was decoded from the capture.',
    'Use SRTP with keys that only the ends have, end to end where servers are not to hear it.',
  ),
  O302: entry(
    'media in clear',
    'high',
    'RTP with contents that are not encrypted; the format is not one that this program decodes.',
    'Use SRTP, end to end where servers are not to see it.',
  ),
  O303: entry(
    'encrypted only as far as the relay',
    'high',
    'Inside the relay the sound is not encrypted: whoever runs or breaks into it can listen.',
    'Encrypt frames end to end (SFrame, RFC 9605) below the encryption of the hop.',
  ),
  O401: entry(
    'voice level in clear',
    'high',
    'The loudness of every packet is readable beside the encrypted sound (RFC 6464): who speaks when, and to a degree what.',
    'Do not negotiate the extension, or encrypt it (RFC 9335).',
  ),
  O402: entry(
    'packet sizes follow speech',
    'medium',
    'Sizes of encrypted packets change with what is said: who speaks when can be read from them, and phrases or languages guessed.',
    'Use a constant bit rate, or pad inside the encryption to one size.',
  ),
  O403: entry(
    'packet times follow speech',
    'medium',
    'Packets stop or thin out when nobody speaks (silence suppression): who speaks when can be read from the gaps.',
    'Send at a constant rate through silence and mute.',
  ),
  O501: entry(
    'flows of one room can be linked',
    'medium',
    'From timing and volume alone it can be told which connections belong to the same conversation.',
    'Constant rate and size for everybody in the room, and cover traffic at joins and leaves.',
  ),
  O601: entry(
    'destination outside the fence',
    'high',
    'Packets went to an address in a country that was not expected; a ping is enough to count.',
    'Find out which part contacts it, and pin regions so that a missing region fails instead of going elsewhere.',
  ),
  O602: entry(
    'destinations',
    'info',
    'Every address that was contacted, with country and network operator.',
    'Compare with what the app promises.',
  ),
  O603: entry(
    'STUN server of a third party',
    'low',
    'A server that carries no media learns the address and the time of every call.',
    'Run your own STUN, or use the relay alone.',
  ),
  O901: entry(
    'flaw in the capture',
    'low',
    'The capture itself is incomplete or damaged: what is missing from it could not be examined.',
    'Capture again with full packet length and enough buffer.',
  ),
  O902: entry(
    'a rule gave up',
    'medium',
    'A rule met something that it could not handle and stopped: what it looks for may be in the capture unseen.',
    'Report this with the capture, if it may be shared.',
  ),
};

/** A finding of the catalogue, with what is particular here. */
export function finding(
  code: string,
  title: string,
  evidence: readonly Evidence[],
  more: Partial<Pick<Finding, 'count' | 'severity' | 'figures' | 'sounds'>> = {},
): Finding {
  const known = CATALOGUE[code];
  if (!known) throw new RangeError(`no finding ${code} in the catalogue`);
  const { severity, explanation, advice } = known;
  return { code, severity, title, explanation, advice, evidence, count: evidence.length, ...more };
}
