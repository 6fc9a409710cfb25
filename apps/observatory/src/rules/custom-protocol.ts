// O209, O213: protocols of their own that show readable parts.
import type { Flow } from '../capture/packet.ts';
import { ends } from '../evidence/excerpt.ts';
import { grouped } from '../evidence/grouped.ts';
import { recognise } from '../evidence/recognise.ts';
import { Heads } from '../evidence/streams.ts';
import { examine, type Kept } from './custom-readable.ts';
import { isLocalChatter, personOf } from './local.ts';
import type { Datagram, Rule } from './rule.ts';
import type { FlowFacts } from './scene.ts';

const KEPT_EACH = 12;
const MOST_KEPT = 20_000;
const MOST_BYTES = 1500;

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
