// O209, O213: what can be read in the messages of one service.
import { excerpt, masked } from '../evidence/excerpt.ts';
import { randomnessOf } from '../evidence/randomness.ts';
import { type Readable, readableIn, tagsOf } from '../evidence/readable.ts';
import { finding } from './catalogue.ts';
import type { Evidence, Finding, RuleContext } from './rule.ts';

const MOST_EVIDENCE = 6;

/** One message, or the beginning of a stream. */
export type Kept = {
  readonly transport: 'UDP' | 'TCP';
  /** Of the service: the end that is not a person's. */
  readonly port: number;
  readonly flow: number;
  /** Its first bytes could be RTP: counts only if no stream of RTP comes of it. */
  readonly likeRtp: boolean;
  readonly bytes: Uint8Array;
  readonly place: Evidence;
};

/** @param name of the service: `UDP 8130` */
export function examine(name: string, group: readonly Kept[], { scene, reveal }: RuleContext): Finding[] {
  const different = [
    ...new Map(group.map((one) => [Buffer.from(one.bytes).toString('latin1'), one])).values(),
  ];
  const tags = tagsOf(different.map((one) => one.bytes));
  const found = group.flatMap((one) => readableIn(one.bytes, tags).map((readable) => ({ ...one, readable })));
  const quiet = different.filter((one) => !found.some((other) => other.bytes === one.bytes));
  // Counters and connection numbers stand in front; ciphertext follows.
  const rest = randomnessOf(
    quiet.filter(({ bytes }) => bytes.length > 24).map(({ bytes }) => bytes.subarray(8)),
  );
  const encrypted = rest.enough && rest.uniform > 1e-9;
  const flows = new Set(group.map((one) => one.flow));
  for (const id of flows) {
    const facts = scene.flows.get(id);
    const readable = found.some((one) => one.flow === id && one.readable.kind !== 'address');
    if (facts)
      scene.mark(
        facts.flow,
        `custom ${group[0]!.transport}`,
        readable ? (encrypted ? 'partly' : 'clear') : encrypted ? 'encrypted' : undefined,
      );
  }
  const texts = found.filter((one) => one.readable.kind !== 'address');
  const findings: Finding[] = [];
  if (texts.length > 0) {
    for (const one of texts)
      if (one.readable.kind === 'host name') scene.flows.get(one.flow)?.names.add(one.readable.text);
    const carriers = new Set(texts.map((one) => one.flow)).size;
    const title = `A protocol of its own on ${name} shows ${summary(
      texts.map((one) => one.readable),
      reveal,
    )} in ${carriers} of ${flows.size} flows${encrypted ? '; the rest looks encrypted' : ''}`;
    const isNamed = texts.some((one) => one.readable.kind !== 'tag');
    findings.push(
      finding('O209', title, evidenceOf(texts, reveal), {
        count: texts.length,
        severity: isNamed ? 'medium' : 'low',
      }),
    );
  }
  const addresses = found.filter((one) => one.readable.kind === 'address');
  if (addresses.length > 0)
    findings.push(
      finding('O213', `Messages on ${name} spell out a network address`, evidenceOf(addresses, reveal), {
        count: addresses.length,
      }),
    );
  return findings;
}

/** Host names are the service's; other text may be somebody's. */
function summary(all: readonly Readable[], reveal: boolean): string {
  const parts = (['host name', 'text', 'tag'] as const).flatMap((kind) => {
    const texts = [...new Set(all.filter((one) => one.kind === kind).map((one) => one.text))];
    if (texts.length === 0) return [];
    const shown = texts
      .slice(0, kind === 'tag' ? 6 : 2)
      .map((text) => (kind === 'text' ? masked(text, reveal) : text));
    const more = texts.length > shown.length ? ` and ${texts.length - shown.length} more` : '';
    return [`${kind}${texts.length > 1 ? 's' : ''} (${shown.join(', ')}${more})`];
  });
  return parts.join(' and ');
}

const ORDER: readonly Readable['kind'][] = ['host name', 'text', 'address', 'tag'];

/** The first of each different text, host names before the names of fields. */
function evidenceOf(found: readonly (Kept & { readonly readable: Readable })[], reveal: boolean): Evidence[] {
  const texts = new Map<string, Kept & { readonly readable: Readable }>();
  for (const one of found) if (!texts.has(one.readable.text)) texts.set(one.readable.text, one);
  const different = [...texts.values()].sort(
    (a, b) => ORDER.indexOf(a.readable.kind) - ORDER.indexOf(b.readable.kind),
  );
  return different.slice(0, MOST_EVIDENCE).map(({ bytes, place, readable: { kind, text, at } }) => {
    const isPrivate = !reveal && (kind === 'text' || kind === 'address');
    return {
      ...place,
      ...excerpt(bytes, at, text.length, isPrivate ? [{ from: at, to: at + text.length }] : []),
      note: `${kind}: ${isPrivate ? masked(text, false) : text}`,
    };
  });
}
