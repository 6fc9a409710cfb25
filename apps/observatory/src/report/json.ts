// The report as data. Its shape is stable: docs/observatory.md describes it, and `version` counts changes that break readers.
import type { Audit } from '../audit.ts';
import { endpoint } from '../evidence/excerpt.ts';
import { countsOf, inShort } from './summary.ts';

export const JSON_VERSION = 1;
const MOST_FLOWS = 2000;

/** Times as ISO 8601 with milliseconds and, beside them, as microseconds since the Unix epoch. */
export function jsonReport(audit: Audit): object {
  const { capture, findings, destinations, flows, sounds, fence, credits } = audit;
  return {
    format: 'stoa-audit',
    version: JSON_VERSION,
    summary: inShort(audit),
    counts: countsOf(findings),
    capture: {
      format: capture.format,
      packets: capture.packets,
      bytes: capture.bytes,
      flows: capture.flows,
      first: iso(capture.firstTime),
      last: iso(capture.lastTime),
      notes: capture.notes,
    },
    fence,
    findings: findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((one) => ({
        ...one,
        ...(one.time !== undefined && { at: iso(one.time) }),
      })),
    })),
    destinations: destinations.map(({ place, first, ...rest }) => ({ ...rest, first: iso(first), ...place })),
    flows: flows
      .slice(0, MOST_FLOWS)
      .map(({ flow, first, last, packets, bytes, names, protocol, protection }) => ({
        id: flow.id,
        kind: flow.kind,
        a: endpoint(flow.a),
        b: endpoint(flow.b),
        first: iso(first),
        last: iso(last),
        packetsFromA: packets[0],
        packetsFromB: packets[1],
        bytesFromA: bytes[0],
        bytesFromB: bytes[1],
        names: [...names],
        protocol: protocol ?? null,
        protection: protection ?? 'unknown',
      })),
    flowsLeftOut: audit.flowsLeftOut + Math.max(0, flows.length - MOST_FLOWS),
    sounds: sounds.map(({ name, codec, rate, samples, flow, packets }) => ({
      name,
      codec,
      rate,
      seconds: samples.length / rate,
      flow,
      packets,
    })),
    credits,
  };
}

function iso(micros: number | undefined): string | null {
  const date = new Date((micros ?? Number.NaN) / 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
