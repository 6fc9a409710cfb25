// O203, O212: SIP in clear, with the identities it names (RFC 3261) and password proofs.
import { ends, excerpt, masked } from '../evidence/excerpt.ts';
import { isSip } from '../evidence/recognise.ts';
import { Collected } from './collected.ts';
import type { Datagram, Rule } from './rule.ts';

const IDENTITY =
  /^(from|f|to|t|contact|m|p-asserted-identity|p-preferred-identity|remote-party-id|diversion|referred-by)\s*:\s*([^\r\n]{1,400})/gim;
const LONG_NAMES: Readonly<Record<string, string>> = {
  f: 'From',
  t: 'To',
  m: 'Contact',
  from: 'From',
  to: 'To',
  contact: 'Contact',
};
const DIGEST = /^(proxy-)?authorization\s*:\s*digest[^\r\n]*\bresponse="/im;
const MOST_TEXT = 4096;

export const sipRule: Rule = {
  codes: ['O203', 'O212'],
  start({ scene, reveal }) {
    const collected = new Collected();
    const look = ({ flow, fromA, bytes, number, time }: Datagram) => {
      if (!isSip(bytes)) return;
      scene.mark(flow, 'SIP', 'clear');
      const text = Buffer.from(bytes.subarray(0, MOST_TEXT)).toString('latin1');
      const method = /^(SIP\/2\.0 \d+|[A-Z]+)/.exec(text)?.[0] ?? 'SIP';
      const place = { packet: number, time, flow: flow.id, ends: ends(flow, fromA) };
      for (const match of text.matchAll(IDENTITY)) {
        const uri = /sips?:[^>;\s,]{1,200}|tel:[^>;\s,]{1,60}/i.exec(match[2]!)?.[0];
        // A contact is a device of somebody who is named by From or To; without a user part it is nobody.
        const header = LONG_NAMES[match[1]!.toLowerCase()] ?? match[1]!;
        const isNobody = uri === undefined || (!uri.includes('@') && !/^tel:/i.test(uri));
        if (isNobody || header === 'Contact') continue;
        const at = match.index;
        const masks = reveal ? [] : [{ from: at + match[1]!.length + 1, to: at + match[0].length }];
        const who = hidden(uri, reveal);
        collected.add('O203', `SIP in clear names ${who}`, {
          ...place,
          ...excerpt(bytes, at, match[0].length, masks),
          note: `${header} of ${method}`,
        });
      }
      const proof = DIGEST.exec(text);
      if (proof) {
        const masks = reveal ? [] : [{ from: proof.index + 24, to: bytes.length }];
        collected.add('O212', 'SIP digest proofs are sent in clear', {
          ...place,
          ...excerpt(bytes, proof.index, 48, masks),
          note: `Authorization of ${method}`,
        });
      }
    };
    return {
      datagram: look,
      // One message per packet is the rule on TCP as well; those that are cut in two are found by their other half's flow.
      stream: ({ flow, fromA, bytes, packet, time }) =>
        look({ flow, fromA, bytes, number: packet, time, via: 'tcp' }),
      end: () => collected.findings(),
    };
  },
};

/** The user part is a person; the host is not. */
function hidden(uri: string, reveal: boolean): string {
  const at = uri.indexOf('@');
  const start = uri.indexOf(':') + 1;
  if (at < 0 && !/^tel:/i.test(uri)) return uri;
  const end = at < 0 ? uri.length : at;
  return `${uri.slice(0, start)}${masked(uri.slice(start, end), reveal)}${uri.slice(end)}`;
}
