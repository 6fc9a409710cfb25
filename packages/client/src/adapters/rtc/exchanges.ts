import { turnDestination } from '../../fence/answer-destinations.ts';
import type { Exchange } from '../../fence/contacts.ts';

/** The parts of a statistics report (W3C webrtc-stats) that say where packets went. */
export type StatsReport = {
  readonly type: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly requestsSent?: number;
  readonly requestsReceived?: number;
  readonly responsesReceived?: number;
  readonly packetsSent?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly candidateType?: string;
  readonly address?: string | null;
  readonly ip?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly url?: string;
};

/** Stands for an address that the browser does not tell. No directory has it. */
const hidden = '?';

/**
 * Every place that a connection has sent anything to, connectivity checks included. What goes through TURN goes to the TURN
 * server: the relay behind it never sees this device.
 */
export function exchangesOf(stats: ReadonlyMap<string, StatsReport>): Exchange[] {
  const found: Exchange[] = [];
  for (const [, pair] of stats) {
    if (pair.type !== 'candidate-pair' || !used(pair)) continue;
    const local = stats.get(pair.localCandidateId ?? '');
    const remote = stats.get(pair.remoteCandidateId ?? '');
    const bytes = { sentBytes: pair.bytesSent ?? 0, receivedBytes: pair.bytesReceived ?? 0 };
    if (local?.candidateType === 'relay') {
      const there = turnDestination(local.url ?? '');
      if (there) found.push({ ...there, ...bytes });
      continue;
    }
    if (!remote) continue;
    // Chromium hides the address of whoever turned up without being named in the answer: that is somewhere, and nowhere permitted.
    const address = remote.address || remote.ip || hidden;
    const transport = remote.protocol === 'tcp' ? 'tcp' : 'udp';
    found.push({ address: address.replace(/^\[|\]$/g, ''), port: remote.port ?? 0, transport, ...bytes });
  }
  return together(found);
}

/** Was anything sent on it, or answered? Pairs that only wait have sent nothing. */
const used = (pair: StatsReport): boolean =>
  [
    pair.requestsSent,
    pair.requestsReceived,
    pair.responsesReceived,
    pair.packetsSent,
    pair.bytesSent,
    pair.bytesReceived,
  ].some((count) => (count ?? 0) > 0);

/** Several pairs may lead to one place. */
function together(exchanges: readonly Exchange[]): Exchange[] {
  const places = new Map<string, Exchange>();
  for (const one of exchanges) {
    const key = `${one.transport} ${one.address} ${one.port}`;
    const known = places.get(key);
    places.set(key, {
      ...one,
      sentBytes: one.sentBytes + (known?.sentBytes ?? 0),
      receivedBytes: one.receivedBytes + (known?.receivedBytes ?? 0),
    });
  }
  return [...places.values()];
}
