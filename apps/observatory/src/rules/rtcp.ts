// O211: source descriptions in clear RTCP (RFC 3550 section 6.5). Under SRTCP what follows the first eight bytes is encrypted.
import { ends, excerpt, masked } from '../evidence/excerpt.ts';
import { isRtcp } from '../evidence/rtp.ts';
import { Collected } from './collected.ts';
import type { Rule } from './rule.ts';

const ITEMS: Readonly<Record<number, string>> = {
  1: 'CNAME',
  2: 'NAME',
  3: 'EMAIL',
  4: 'PHONE',
  5: 'LOC',
  6: 'TOOL',
  7: 'NOTE',
};

export const rtcpRule: Rule = {
  codes: ['O211'],
  start({ scene, reveal }) {
    const collected = new Collected();
    return {
      datagram({ flow, fromA, bytes, number, time }) {
        if (!isRtcp(bytes)) return;
        for (const { item, at, length } of descriptionsOf(bytes)) {
          const text = Buffer.from(bytes.subarray(at, at + length)).toString();
          if (!/^[\x20-\x7e]+$/.test(text) || item === 'TOOL') continue;
          scene.mark(flow, 'RTP', 'clear');
          const masks = reveal ? [] : [{ from: at, to: at + length }];
          collected.add('O211', `RTCP in clear names its sender: ${item} “${masked(text, reveal)}”`, {
            packet: number,
            time,
            flow: flow.id,
            ends: ends(flow, fromA),
            ...excerpt(bytes, at, length, masks),
            note: item,
          });
        }
      },
      end: () => collected.findings(),
    };
  },
};

type Item = { readonly item: string; readonly at: number; readonly length: number };

/** None unless the compound packet's parts fill it exactly, as those in clear do. */
function descriptionsOf(bytes: Uint8Array): Item[] {
  const found: Item[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!) * 4;
    if (bytes[at]! >> 6 !== 2 || bytes[at + 1]! < 192 || bytes[at + 1]! > 223 || end > bytes.length)
      return [];
    // Only the first part may have been read in clear from an encrypted packet; a second one proves that none is.
    if (bytes[at + 1] === 202) found.push(...chunksOf(bytes, at + 4, end, bytes[at]! & 31));
    at = end;
  }
  return at === bytes.length ? found : [];
}

function chunksOf(bytes: Uint8Array, from: number, end: number, count: number): Item[] {
  const found: Item[] = [];
  let at = from;
  for (let chunk = 0; chunk < count && at + 4 < end; chunk++) {
    at += 4;
    while (at + 2 <= end && bytes[at] !== 0) {
      const [kind, length] = [bytes[at]!, bytes[at + 1]!];
      if (at + 2 + length > end) return found;
      if (ITEMS[kind] && length > 0) found.push({ item: ITEMS[kind], at: at + 2, length });
      at += 2 + length;
    }
    at = (at + 4) & ~3;
  }
  return found;
}
