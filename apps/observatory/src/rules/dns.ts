// O210, O207: names looked up in clear.

import { readDns } from '../evidence/dns.ts';
import { endpoint, ends } from '../evidence/excerpt.ts';
import { tooMuch } from '../evidence/labels.ts';
import { Collected } from './collected.ts';
import type { Rule } from './rule.ts';

const MOST_RESOLVED = 20_000;

export const dnsRule: Rule = {
  codes: ['O207', 'O210'],
  start({ scene }) {
    const collected = new Collected();
    return {
      datagram({ flow, fromA, bytes, number, time, via }) {
        const local = flow.a.port === 5353 || flow.b.port === 5353 || flow.b.port === 5355;
        const isDns = via === 'udp' && (flow.a.port === 53 || flow.b.port === 53 || local);
        const message = isDns ? readDns(bytes) : undefined;
        if (!message) return;
        scene.mark(flow, local ? 'multicast DNS' : 'DNS', 'clear');
        for (const { name, address } of message.addresses) {
          if (!scene.resolved.has(address) && scene.resolved.size < MOST_RESOLVED)
            scene.resolved.set(address, new Set());
          scene.resolved.get(address)?.add(name);
        }
        const place = { packet: number, time, flow: flow.id, ends: ends(flow, fromA) };
        const server = endpoint(message.response === fromA ? flow.a : flow.b);
        for (const name of message.names) {
          const why = tooMuch(name);
          if (why)
            collected.add('O207', `The name ${name} that is looked up holds ${why}`, {
              ...place,
              note: name,
            });
          if (!local)
            collected.add('O210', `Names are looked up in clear at ${server}`, { ...place, note: name });
        }
      },
      end: () => collected.findings(),
    };
  },
};
