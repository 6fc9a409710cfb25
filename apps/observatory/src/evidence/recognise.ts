// What a datagram looks like, from its first bytes alone (as RFC 7983 tells them apart, and a few more).
import { isRtcp, parseRtp } from './rtp.ts';
import { stunType } from './stun.ts';

export const KINDS = ['stun', 'dtls', 'quic', 'dns', 'sip', 'rtcp', 'rtp', 'empty', 'other'] as const;
export type Kind = (typeof KINDS)[number];

/** `rtp` means only that it could be: streams are confirmed by their sequence numbers. */
export function recognise(bytes: Uint8Array, sourcePort: number, destinationPort: number): Kind {
  if (bytes.length === 0) return 'empty';
  if (stunType(bytes) !== undefined) return 'stun';
  if (isDtls(bytes)) return 'dtls';
  if (isDns(bytes, sourcePort, destinationPort)) return 'dns';
  if (isSip(bytes)) return 'sip';
  if (isQuic(bytes, sourcePort, destinationPort)) return 'quic';
  if (isRtcp(bytes)) return 'rtcp';
  if (parseRtp(bytes) !== undefined) return 'rtp';
  return 'other';
}

/** A record of a known content type with a DTLS version and a length that fits (RFC 6347, and RFC 9147's plain records). */
export const isDtls = (bytes: Uint8Array): boolean =>
  bytes.length >= 13 &&
  bytes[0]! >= 20 &&
  bytes[0]! <= 26 &&
  bytes[1] === 0xfe &&
  (bytes[2] === 0xff || bytes[2] === 0xfd) &&
  ((bytes[11]! << 8) | bytes[12]!) + 13 <= bytes.length;

const DNS_PORTS = new Set([53, 5353, 5355]);
const isDns = (bytes: Uint8Array, sourcePort: number, destinationPort: number): boolean =>
  (DNS_PORTS.has(sourcePort) || DNS_PORTS.has(destinationPort)) && bytes.length >= 12;

const SIP_WORDS = [
  'SIP/',
  'INVI',
  'REGI',
  'ACK ',
  'BYE ',
  'CANC',
  'OPTI',
  'NOTI',
  'SUBS',
  'MESS',
  'PUBL',
  'UPDA',
  'PRAC',
  'REFE',
  'INFO',
];
const SIP_STARTS = new Set(SIP_WORDS);

export function isSip(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const start = String.fromCharCode(bytes[0]!, bytes[1]!, bytes[2]!, bytes[3]!);
  if (!SIP_STARTS.has(start)) return false;
  return start === 'SIP/' || Buffer.from(bytes.subarray(0, 400)).includes(' SIP/2.0\r\n');
}

/** Long headers by their version (RFC 9000, RFC 9369, drafts, Google's); short ones have nothing but a bit: by port. */
function isQuic(bytes: Uint8Array, sourcePort: number, destinationPort: number): boolean {
  const first = bytes[0]!;
  if ((first & 0xc0) === 0xc0 && bytes.length >= 7) {
    const version = ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0;
    const known =
      version === 1 || version === 0x6b33_43cf || version >>> 8 === 0xff_0000 || version >>> 24 === 0x51;
    if (known && bytes[5]! <= 20) return true;
  }
  return (first & 0xc0) === 0x40 && (sourcePort === 443 || destinationPort === 443);
}
