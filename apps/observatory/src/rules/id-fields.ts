// O103: values that nobody named, but that come back in several connections of one person.
import type { Flow } from '../capture/packet.ts';
import { ends, excerpt, masked } from '../evidence/excerpt.ts';
import { recognise } from '../evidence/recognise.ts';
import { finding } from './catalogue.ts';
import { isLocalChatter, personOf } from './local.ts';
import type { Evidence, Finding, Rule, RuleContext } from './rule.ts';

const EACH_FLOW = 4;
const REACH = 256;
const WINDOW = 8;
const LEAST_DISTINCT = 6;
const LEAST_FLOWS = 3;
const MOST_VALUES = 200_000;
const MOST_FINDINGS = 12;
const NAMED =
  /\b(uid|user_?id|account_?id|device_?id|client_?id|member_?id|channel(?:_?id)?|room(?:_?id)?|conference|session_?id|token|sid|imei|idfa|email|phone)"?\s*[=:]\s*"?([A-Za-z0-9@._+-]{5,80})/gi;

const LEAST_ALONE = 12;

type Field = { readonly first: Value; length: number };
type Value = {
  readonly label: string;
  readonly flows: Set<number>;
  readonly persons: Set<string>;
  readonly evidence: Evidence;
  readonly order: number;
};

export const idFieldRule: Rule = {
  codes: ['O103'],
  start(context) {
    const texts = new Map<string, Value>();
    const windows = new Map<string, Value>();
    const looked = new Map<string, number>();
    const persons = new Set<string>();
    const note = (
      values: Map<string, Value>,
      key: string,
      label: string,
      order: number,
      flow: Flow,
      evidence: () => Evidence,
    ) => {
      let value = values.get(key);
      if (!value) {
        if (values.size >= MOST_VALUES) return;
        value = { label, flows: new Set(), persons: new Set(), evidence: evidence(), order };
        values.set(key, value);
      }
      value.flows.add(flow.id);
      value.persons.add(personOf(flow).address);
    };
    const readText = (flow: Flow, fromA: boolean, bytes: Uint8Array, number: number, time: number) => {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString(
        'latin1',
      );
      for (const match of text.matchAll(NAMED)) {
        const [all, name, value] = [match[0], match[1]!.toLowerCase(), match[2]!];
        if (!/\d/.test(value)) continue;
        const at = match.index + all.length - value.length;
        const masks = context.reveal ? [] : [{ from: at, to: at + value.length }];
        note(texts, `${name}\n${value}`, `${name} ${masked(value, context.reveal)}`, 0, flow, () => ({
          packet: number,
          time,
          flow: flow.id,
          ends: ends(flow, fromA),
          ...excerpt(bytes, at, value.length, masks),
          note: name,
        }));
      }
    };
    return {
      datagram({ flow, fromA, bytes, number, time, via }) {
        if (via === 'tcp' || isLocalChatter(flow)) return;
        const key = `${flow.id} ${fromA}`;
        const before = looked.get(key) ?? 0;
        if (before >= EACH_FLOW || looked.size > MOST_VALUES) return;
        const [from, to] = fromA ? [flow.a.port, flow.b.port] : [flow.b.port, flow.a.port];
        if (recognise(bytes, from, to) !== 'other') return;
        looked.set(key, before + 1);
        persons.add(personOf(flow).address);
        readText(flow, fromA, bytes, number, time);
        for (let at = 0; at + WINDOW <= Math.min(bytes.length, REACH); at++) {
          const window = bytes.subarray(at, at + WINDOW);
          if (!looksChosen(window)) continue;
          const hex = Buffer.from(window).toString('hex');
          note(windows, `${fromA === (personOf(flow) === flow.a)} ${hex}`, hex, at, flow, () => ({
            packet: number,
            time,
            flow: flow.id,
            ends: ends(flow, fromA),
            ...excerpt(bytes, at, WINDOW, context.reveal ? [] : [{ from: at, to: at + WINDOW }]),
            note: `offset ${at}`,
          }));
        }
      },
      stream({ flow, fromA, bytes, packet, time }) {
        // Readable text only: what begins with a control byte is a binary protocol or TLS.
        if (bytes.length > 16 && bytes[0]! >= 0x20 && bytes[0]! < 0x7f && bytes[1]! < 0x7f)
          readText(flow, fromA, bytes, packet, time);
      },
      end: () => [...fromTexts(texts), ...fromWindows(windows, persons, context)],
    };
  },
};

/** Many different values that are not text: names of fields, host names and counters drop out. */
function looksChosen(window: Uint8Array): boolean {
  let readable = 0;
  let zeros = 0;
  for (const byte of window) {
    if (byte >= 0x20 && byte < 0x7f) readable++;
    if (byte === 0) zeros++;
  }
  return readable < 6 && zeros < 2 && new Set(window).size >= LEAST_DISTINCT;
}

function fromTexts(texts: ReadonlyMap<string, Value>): Finding[] {
  return [...texts.values()]
    .filter((value) => value.flows.size >= 2 && value.persons.size === 1)
    .slice(0, MOST_FINDINGS)
    .map((value) =>
      finding(
        'O103',
        `A field comes back in ${value.flows.size} connections of one person: ${value.label}`,
        [value.evidence],
        { count: value.flows.size },
      ),
    );
}

/** Windows that overlap are one field: the first of each run of neighbours in the same flows stands for it. */
function fromWindows(
  windows: ReadonlyMap<string, Value>,
  persons: ReadonlySet<string>,
  { reveal }: RuleContext,
): Finding[] {
  const many = [...windows.values()].filter(
    ({ flows, persons: theirs }) => flows.size >= LEAST_FLOWS && (persons.size < 2 || theirs.size === 1),
  );
  many.sort((a, b) => (a.evidence.packet ?? 0) - (b.evidence.packet ?? 0) || a.order - b.order);
  const fields: Field[] = [];
  let last: Value | undefined;
  for (const value of many) {
    const isNext = last && value.evidence.packet === last.evidence.packet && value.order === last.order + 1;
    if (isNext) fields.at(-1)!.length++;
    else fields.push({ first: value, length: WINDOW });
    last = value;
  }
  if (persons.size < 2) return fromOnePerson(fields);
  return fields.slice(0, MOST_FINDINGS).map(({ first, length }) => {
    const shown = reveal ? first.label : `${first.label.slice(0, 4)}…`;
    const title = `${length} bytes (${shown}) come back in ${first.flows.size} connections of one person and in nobody else’s`;
    return finding('O103', title, [first.evidence], { count: first.flows.size });
  });
}

/** With one person alone nobody can tell an id from a constant of the app: what is long enough is named, all in one. */
function fromOnePerson(fields: readonly Field[]): Finding[] {
  const long = fields.filter(({ length }) => length >= LEAST_ALONE);
  if (long.length === 0) return [];
  const flows = Math.max(...long.map(({ first }) => first.flows.size));
  const sizes = long
    .slice(0, 4)
    .map(({ length }) => length)
    .join(', ');
  const title = `${long.length} ${long.length === 1 ? 'field' : 'fields'} (${sizes}${long.length > 4 ? ', ...' : ''} bytes) come back in up to ${flows} connections: an id, or a constant of the app`;
  return [
    finding(
      'O103',
      title,
      long.slice(0, 5).map(({ first }) => first.evidence),
      { count: long.length, severity: 'low' },
    ),
  ];
}
