// O101, O102: identifiers that the analyst knows, in every usual encoding, in packets, across them and inside compression.
import type { Flow, StreamChunk } from '../capture/packet.ts';
import { ends, excerpt } from '../evidence/excerpt.ts';
import { grouped } from '../evidence/grouped.ts';
import { type Needle, needlesOf } from '../evidence/needles.ts';
import { Scanner } from '../evidence/scanner.ts';
import { poissonTail } from '../evidence/statistics.ts';
import { Unpacker } from './canaries-packed.ts';
import { finding } from './catalogue.ts';
import type { Evidence, Rule, RuleContext, RuleRun } from './rule.ts';

const MOST_EVIDENCE = 6;
const MOST_TAILS = 8192;
/** Needles shorter than this are in large captures by chance: they count only when seen more often than that. */
const SURE_BYTES = 7;
const BY_CHANCE = 1e-3;

type Seen = {
  readonly needle: Needle;
  readonly inside: string;
  count: number;
  readonly evidence: Evidence[];
};
type Place = { readonly flow: Flow; readonly fromA: boolean; readonly number: number; readonly time: number };

export const canaryRule: Rule = {
  codes: ['O101', 'O102'],
  start: (context) => (context.canaries.length === 0 ? { end: () => [] } : new CanaryRun(context)),
};

class CanaryRun implements RuleRun {
  readonly #scanner: Scanner;
  readonly #context: RuleContext;
  readonly #seen = new Map<string, Seen>();
  readonly #tails = new Map<string, Uint8Array>();
  readonly #unpacker = new Unpacker((bytes, how, place) => this.#scan(bytes, place, how));
  #scanned = 0;

  constructor(context: RuleContext) {
    this.#context = context;
    this.#scanner = new Scanner(needlesOf(context.canaries));
  }

  packet(packet: Parameters<NonNullable<RuleRun['packet']>>[0], flow: Flow): void {
    const place = { flow, fromA: packet.fromA, number: packet.number, time: packet.time };
    this.#scan(packet.whole, place, '');
    // A datagram put together from fragments stands in no frame as a whole.
    if (packet.payload.length > packet.whole.length) this.#scan(packet.payload, place, '');
    if (packet.transport?.kind === 'udp') this.#unpacker.datagram(packet.payload, place);
  }

  /** What lies within one packet was found there; here only what crosses from one chunk to the next. */
  stream(chunk: StreamChunk): void {
    const key = `${chunk.flow.id} ${chunk.fromA}`;
    const place = { flow: chunk.flow, fromA: chunk.fromA, number: chunk.packet, time: chunk.time };
    const reach = this.#scanner.longest - 1;
    const tail = chunk.missing > 0 ? undefined : this.#tails.get(key);
    if (tail) {
      const seam = Buffer.concat([tail, chunk.bytes.subarray(0, reach)]);
      this.#scanner.scan(seam, (needle, at) => {
        if (at < tail.length && at + needle.bytes.length > tail.length)
          this.#found(needle, seam, at, place, '');
      });
    }
    if (this.#tails.size < MOST_TAILS || this.#tails.has(key)) {
      const joined = tail && chunk.bytes.length < reach ? Buffer.concat([tail, chunk.bytes]) : chunk.bytes;
      this.#tails.set(key, joined.slice(Math.max(0, joined.length - reach)));
    }
    this.#unpacker.stream(chunk.bytes, key, place, chunk.missing > 0);
  }

  flowEnd(flow: Flow): void {
    for (const side of [true, false]) {
      this.#tails.delete(`${flow.id} ${side}`);
      this.#unpacker.end(`${flow.id} ${side}`);
    }
  }

  end() {
    this.#unpacker.endAll();
    const groups = grouped(
      [...this.#seen.values()].filter((one) => !this.#byChance(one)),
      (one) => `${one.needle.what}\n${isHidden(one)}`,
    );
    return [...groups.values()].map((group) => {
      const hidden = isHidden(group[0]!);
      const hows = [
        ...new Set(group.map((one) => `${one.needle.how}${one.inside && ` inside ${one.inside}`}`)),
      ];
      const count = group.reduce((sum, one) => sum + one.count, 0);
      const listed =
        hows.length > 4 ? `${hows.slice(0, 4).join(', ')} and ${hows.length - 4} more` : hows.join(', ');
      const title = `The ${group[0]!.needle.what} is ${hidden ? 'recognisable' : 'readable'} in ${count} ${count === 1 ? 'place' : 'places'}: as ${listed}`;
      return finding(
        hidden ? 'O102' : 'O101',
        title,
        group.flatMap((one) => one.evidence).slice(0, MOST_EVIDENCE),
        { count },
      );
    });
  }

  #scan(bytes: Uint8Array, place: Place, inside: string): void {
    this.#scanned += bytes.length;
    this.#scanner.scan(bytes, (needle, at) => this.#found(needle, bytes, at, place, inside));
  }

  #found(needle: Needle, bytes: Uint8Array, at: number, place: Place, inside: string): void {
    const key = `${needle.what}\n${needle.how}\n${inside}`;
    let seen = this.#seen.get(key);
    if (!seen) {
      seen = { needle, inside, count: 0, evidence: [] };
      this.#seen.set(key, seen);
    }
    seen.count++;
    if (seen.evidence.length >= MOST_EVIDENCE) return;
    const mask = this.#context.reveal ? [] : [{ from: at, to: at + needle.bytes.length }];
    seen.evidence.push({
      packet: place.number,
      time: place.time,
      flow: place.flow.id,
      ends: ends(place.flow, place.fromA),
      ...excerpt(bytes, at, needle.bytes.length, mask),
      note: `${needle.what} as ${needle.how}${inside && ` inside ${inside}`}`,
    });
  }

  #byChance({ needle, count }: Seen): boolean {
    const length = needle.bytes.length;
    return length < SURE_BYTES && poissonTail(count, this.#scanned / 256 ** length) > BY_CHANCE;
  }
}

const isHidden = (seen: Seen): boolean => seen.needle.hashed || seen.inside !== '';
