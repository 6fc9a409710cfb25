import type { Destination } from '@stoa/core/fleet';
import { isIP } from '@stoa/protocol/fleet';

/**
 * Everywhere that packets would go if this answer were applied: its candidates (RFC 8839, 5.1). Undefined when one of
 * them is no address and port in plain digits: a name would be looked up, and lead anywhere.
 */
export function answerDestinations(answer: string): readonly Destination[] | undefined {
  const all: Destination[] = [];
  // Wherever some parser could see a line end: a candidate that we overlook is one that gets packets.
  for (const line of answer.split(/[\r\n\v\f\0\u0085\u2028\u2029]+/)) {
    // The default destination (RFC 8866, 5.7) has to be none: old software sends there.
    if (/^c=/i.test(line) && !/^c=IN IP[46] (?:0\.0\.0\.0|::)$/.test(line)) return undefined;
    if (/^a=remote-candidates:/i.test(line)) return undefined;
    if (!/candidate:/i.test(line)) continue;
    const match = /^a=candidate:\S+ \d+ (udp|tcp) \d+ (\S+) (\d{1,5}) typ \S+/i.exec(line);
    const [, transport, address, port] = match ?? [];
    if (!transport || !address || !isIP(address)) return undefined;
    all.push({ address, port: Number(port), transport: transport.toLowerCase() === 'tcp' ? 'tcp' : 'udp' });
  }
  return all;
}

/** Where a `turn:`, `turns:` or `stun:` URL leads (RFC 7064, 7065). Undefined for anything else. */
export function turnDestination(url: string): Destination | undefined {
  const match =
    /^(stun|turns?):(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (!match) return undefined;
  const [, scheme = '', host = '', port, way] = match;
  const secure = scheme.toLowerCase() === 'turns';
  // DTLS over UDP is nothing that we speak or that the directory has a word for.
  if (secure && way?.toLowerCase() === 'udp') return undefined;
  const address = host.replace(/^\[|\]$/g, '').toLowerCase();
  const transport = secure ? 'tls' : way?.toLowerCase() === 'tcp' ? 'tcp' : 'udp';
  return { address, port: port === undefined ? (secure ? 5_349 : 3_478) : Number(port), transport };
}

/** Where HTTP and signaling of an origin go. */
export function originDestination(origin: string): Destination {
  const url = new URL(origin);
  const secure = url.protocol === 'https:';
  return {
    address: url.hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    transport: secure ? 'tls' : 'tcp',
  };
}
