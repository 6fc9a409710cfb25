// O209, O213: protocols of their own that show readable parts.
import type { Flow } from '../capture/packet.ts';
import { ends, excerpt, masked } from '../evidence/excerpt.ts';
import { grouped } from '../evidence/grouped.ts';
import { randomnessOf } from '../evidence/randomness.ts';
import { type Readable, readableIn, tagsOf } from '../evidence/readable.ts';
import { recognise } from '../evidence/recognise.ts';
import { Heads } from '../evidence/streams.ts';
import { finding } from './catalogue.ts';
import { isLocalChatter, personOf } from './local.ts';
import type { Datagram, Evidence, Finding, Rule, RuleContext } from './rule.ts';
import type { FlowFacts } from './scene.ts';

const KEPT_EACH = 12;
const MOST_KEPT = 20_000;
const MOST_BYTES = 1500;
const MOST_EVIDENCE = 6;

type Kept = {
  readonly transport: 'UDP' | 'TCP';
  /** Of the service: the end that is not a person's. */
  readonly port: number;
  readonly flow: number;
  /** Its first bytes could be RTP: counts only if no stream of RTP comes of it. */
  readonly likeRtp: boolean;
  readonly bytes: Uint8Array;
  readonly place: Evidence;
};

export const customRule: Rule = {
  codes: ['O209', 'O213'],
  start(context) {
    const kept: Kept[] = [];
    const perFlow = new Map<string, number>();
    const keep = (
      flow: Flow,
      fromA: boolean,
      bytes: Uint8Array,
      number: number,
      time: number,
      likeRtp: boolean,
    ) => {
      const port = (personOf(flow) === flow.a ? flow.b : flow.a).port;
      const place = { packet: number, time, flow: flow.id, ends: ends(flow, fromA) };
      const transport = flow.kind === 'tcp' ? 'TCP' : 'UDP';
      kept.push({ transport, port, flow: flow.id, likeRtp, bytes: bytes.slice(0, MOST_BYTES), place });
    };
    const heads = new Heads(MOST_BYTES, ({ flow, fromA, bytes, packet, time, fromStart }, isAll) => {
      if (!fromStart || isKnownStart(bytes)) return true;
      if (!isAll && bytes.length < ENOUGH_OF_A_STREAM) return false;
      if (kept.length < MOST_KEPT) keep(flow, fromA, bytes, packet, time, false);
      return true;
    });
    return {
      datagram({ flow, fromA, bytes, number, time, via }: Datagram) {
        if (via === 'tcp' || kept.length >= MOST_KEPT || isLocalChatter(flow)) return;
        const [from, to] = fromA ? [flow.a.port, flow.b.port] : [flow.b.port, flow.a.port];
        const kind = recognise(bytes, from, to);
        if (kind !== 'other' && kind !== 'rtp') return;
        const key = `${flow.id} ${fromA} ${kind}`;
        const already = perFlow.get(key) ?? 0;
        if (already >= KEPT_EACH) return;
        perFlow.set(key, already + 1);
        keep(flow, fromA, bytes, number, time, kind === 'rtp');
      },
      stream: (chunk) => heads.add(chunk),
      flowEnd: (flow) => heads.end(flow),
      end() {
        heads.endAll();
        const media = new Set(context.scene.rtp.confirmed().map(({ flow }) => flow.id));
        const own = kept.filter(
          ({ likeRtp, flow, transport }) =>
            !(likeRtp && media.has(flow)) &&
            !(transport === 'TCP' && isTunnel(context.scene.flows.get(flow))),
        );
        const groups = grouped(own, ({ transport, port }) => `${transport} ${port}`);
        return [...groups].flatMap(([name, group]) => examine(name, group, context));
      },
    };
  },
};

const ENOUGH_OF_A_STREAM = 1000;

/** TLS, SSH, HTTP and SIP are told by their own rules or say nothing but their version before they encrypt. */
function isKnownStart(bytes: Uint8Array): boolean {
  if (bytes[0] === 22 && bytes[1] === 3) return true;
  return /^(SSH-|[A-Z]{3,9} \S+ (HTTP|SIP)\/|HTTP\/|SIP\/|PRI \* )/.test(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  );
}

/** RTP or STUN within TCP was taken apart already. */
const isTunnel = (facts: FlowFacts | undefined): boolean =>
  facts !== undefined && facts.kinds.rtp + facts.kinds.stun + facts.kinds.dtls > 0;

function examine(name: string, group: readonly Kept[], { scene, reveal }: RuleContext): Finding[] {
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
