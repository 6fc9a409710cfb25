/** What a connection speaks, told by its first byte; the three have none in common. */
export type Speech = 'tls' | 'http' | 'turn' | 'unknown';

const tlsHandshake = 0x16;

/**
 * TLS begins with a handshake record (RFC 8446, section 5.1), HTTP/1 with a method in capitals (RFC 9110, section 9.1),
 * STUN with two zero bits and a method below 0x100 (RFC 8489, section 5).
 */
export function speechOf(first: number): Speech {
  if (first === tlsHandshake) return 'tls';
  if (first >= 0x41 && first <= 0x5a) return 'http';
  return first === 0x00 ? 'turn' : 'unknown';
}
