// What somebody on the path learns from the capture of the run, and whether the rules would have seen it.
import { type Audit, audit } from '../audit.ts';
import type { PlaceSource } from '../places/place.ts';
import type { Truth } from '../rules/rule.ts';
import { CHECKS, type CheckId } from './checks.ts';
import { canariesOf, type Material } from './material.ts';
import { type MediaStream, mediaStreams } from './media-facts.ts';
import { type LiveFinding, liveFinding, notRun, type Outcome } from './outcome.ts';
import { spoiled } from './spoil.ts';

/** Times of packets carry the machine's own restlessness; less than this is not told from it. Bits a packet. */
export const LEAST_TIMING_BITS = 0.1;
const CONTROLS: Readonly<Partial<Record<CheckId, readonly string[]>>> = {
  'path.ids': ['O101'],
  'path.lasting': ['O205'],
  'path.clear': ['O201'],
  'path.sound': ['O301'],
  'path.levels': ['O401'],
  'path.sizes': ['O402'],
  'path.times': ['O403'],
  'path.strangers': ['O601', 'O603'],
};

export type PathResult = { readonly outcomes: Map<CheckId, Outcome>; readonly audit: Audit };

export async function examinePath(
  file: string,
  material: Material,
  places: PlaceSource,
): Promise<PathResult> {
  const truth: Truth = { speech: material.spoken, rooms: new Map() };
  const options = { places, truth, fence: material.fence.length > 0 ? material.fence : ['ZZ'] };
  const result = await audit(file, {
    ...options,
    fence: material.fence,
    canaries: canariesOf(material.planted),
  });
  const copy = await spoiled(file, material.control, material.spoken);
  const control = await audit([copy], {
    ...options,
    canaries: [{ what: 'control', text: material.control }],
  });
  const copies = await mediaStreams([copy]);
  // The exact checks of headers, sizes and frames see their leaks where a statistical rule may have too little to go by.
  const exact = [...headers(copies), ...sizes(copies), ...withheld(copies)];
  const seenThere = new Set([...control.findings, ...exact].map(({ code }) => code));
  const streams = await mediaStreams(file);
  const own = new Map<CheckId, LiveFinding[]>([
    ['path.levels', headers(streams)],
    ['path.sizes', sizes(streams)],
    ['path.times', withheld(streams)],
    ['path.strangers', material.isAlone ? strangers(result, material.expected) : []],
  ]);
  const outcomes = new Map<CheckId, Outcome>();
  for (const [id, codes] of Object.entries(CONTROLS) as [CheckId, readonly string[]][]) {
    const findings = result.findings
      .filter(
        (one) => CHECKS[id].codes.includes(one.code as never) && isLeak(one.code, one.severity, one.figures),
      )
      .map(({ code, title, evidence }) => liveFinding(code, title, evidence));
    const missing = codes.filter((code) => !seenThere.has(code));
    outcomes.set(id, {
      findings: [...findings, ...(own.get(id) ?? [])],
      seen: sawOf(id, result, streams),
      control: missing.length === 0 ? `${CHECKS[id].control} (${codes.join(', ')})` : undefined,
    });
  }
  const needsMedia: CheckId[] = ['path.sound', 'path.levels', 'path.sizes', 'path.times'];
  if (streams.length === 0) for (const id of needsMedia) outcomes.set(id, notRun('no media was captured'));
  if (!material.isAlone)
    outcomes.set(
      'path.strangers',
      notRun(
        'needs an interface on which nobody else speaks: a network namespace or a machine of its own (--alone)',
      ),
    );
  return { outcomes, audit: result };
}

/** Linkage and lists of destinations are no leak of content, and a bit of timing is the machine's. */
function isLeak(
  code: string,
  severity: string,
  figures: Readonly<Record<string, number>> | undefined,
): boolean {
  if (severity === 'info') return false;
  if (code === 'O403' && figures?.bits !== undefined) return figures.bits >= LEAST_TIMING_BITS;
  return true;
}

function headers(streams: readonly MediaStream[]): LiveFinding[] {
  return streams
    .filter(({ odd }) => odd > 0)
    .map(({ from, to, odd, packets }) =>
      liveFinding(
        'O401',
        `${odd} of ${packets} voice packets from ${from} to ${to} have an extension, padding or contributing sources in their header`,
      ),
    );
}

function sizes(streams: readonly MediaStream[]): LiveFinding[] {
  return streams
    .filter(({ sizes: all }) => all.size > 1)
    .map(({ from, to, sizes: all }) =>
      liveFinding(
        'O402',
        `Voice packets from ${from} to ${to} have ${all.size} sizes: ${[...all.keys()]
          .sort((a, b) => a - b)
          .slice(0, 8)
          .join(', ')} bytes`,
      ),
    );
}

/** Of participants: what the relay sends to a listener stops with the one who spoke, by a moderator's word or by leaving. */
function withheld(streams: readonly MediaStream[]): LiveFinding[] {
  const peers = new Map<string, Set<string>>();
  for (const { from, to } of streams) peers.set(from, (peers.get(from) ?? new Set()).add(to));
  return streams
    .filter((one) => one.withheld > 0 && (peers.get(one.from)?.size ?? 0) === 1)
    .map(({ from, to, withheld: frames, packets }) =>
      liveFinding('O403', `${frames} frames were not sent from ${from} to ${to} while ${packets} were`),
    );
}

function strangers({ destinations }: Audit, expected: ReadonlySet<string>): LiveFinding[] {
  return destinations
    .filter(({ address }) => !expected.has(address) && !isMulticast(address))
    .map(({ address, protocols, packet, packetsTo }) =>
      liveFinding(
        'O706',
        `${packetsTo} packets went to ${address} (${protocols.join(', ') || 'no protocol that is known'}), which is no part of the deployment`,
        [{ packet, ends: address }],
      ),
    );
}

/** A browser says names of one use to its own network (RFC 8828 section 5.2), and never beyond it. */
const isMulticast = (address: string): boolean => /^(22[4-9]|23\d)\.|^ff0[12]:/i.test(address);

function sawOf(id: CheckId, { capture, flows }: Audit, streams: readonly MediaStream[]): string {
  const voices = streams.reduce((sum, { packets }) => sum + packets, 0);
  const all = [...new Set(streams.flatMap(({ sizes: one }) => [...one.keys()]))].sort((a, b) => a - b);
  if (id === 'path.sizes')
    return `${voices} voice packets in ${streams.length} streams, each stream of one size (${all.join(' or ')} bytes).`;
  if (id === 'path.levels' || id === 'path.sound' || id === 'path.times')
    return `${voices} voice packets in ${streams.length} streams.`;
  return `${capture.packets} packets in ${flows.length} connections.`;
}
