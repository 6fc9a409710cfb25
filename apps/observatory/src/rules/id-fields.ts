// O103: values that nobody named, but that come back in several connections of one person.
import type { Flow } from '../capture/packet.ts';
import { ends, excerpt, masked } from '../evidence/excerpt.ts';
import { recognise } from '../evidence/recognise.ts';
import { fromTexts, fromWindows, type Value, WINDOW } from './id-findings.ts';
import { isLocalChatter, personOf } from './local.ts';
import type { Evidence, Rule } from './rule.ts';

const EACH_FLOW = 4;
const REACH = 256;
const LEAST_DISTINCT = 6;
const MOST_VALUES = 200_000;
const NAMED =
  /\b(uid|user_?id|account_?id|device_?id|client_?id|member_?id|channel(?:_?id)?|room(?:_?id)?|conference|session_?id|token|sid|imei|idfa|email|phone)"?\s*[=:]\s*"?([A-Za-z0-9@._+-]{5,80})/gi;

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
