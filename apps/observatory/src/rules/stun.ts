// O205, O603: what STUN says besides chance, and to whom it goes.
import type { Flow } from '../capture/packet.ts';
import { endpoint, ends, excerpt, masked } from '../evidence/excerpt.ts';
import { carries } from '../evidence/labels.ts';
import { STUN, stunAttributes, stunType } from '../evidence/stun.ts';
import { Collected } from './collected.ts';
import type { Evidence, Rule } from './rule.ts';

const BINDING = 0x0001;
const MOST_FLOWS = 10_000;

export const stunRule: Rule = {
  codes: ['O205', 'O603'],
  start({ scene, reveal }) {
    const collected = new Collected();
    const bare = new Map<number, { flow: Flow; server: string; evidence: Evidence }>();
    return {
      datagram({ flow, fromA, bytes, number, time }) {
        const type = stunType(bytes);
        if (type === undefined) return;
        const attributes = stunAttributes(bytes);
        const place = { packet: number, time, flow: flow.id, ends: ends(flow, fromA) };
        const name = attributes.find((one) => one.type === STUN.username);
        if (name) {
          const text = Buffer.from(bytes.subarray(name.at, name.at + name.length))
            .toString('latin1')
            .replace(/\0+$/, '');
          const what = carries(text);
          const masks = reveal ? [] : [{ from: name.at, to: name.at + name.length }];
          if (what)
            collected.add('O205', `A STUN user name carries ${what}: ${masked(text, reveal)}`, {
              ...place,
              ...excerpt(bytes, name.at, name.length, masks),
              note: 'USERNAME',
            });
        } else if (
          type === BINDING &&
          attributes.every((one) => one.type === STUN.software || one.type >= 0x8000)
        ) {
          const server = fromA ? flow.b : flow.a;
          if (bare.size < MOST_FLOWS && !bare.has(flow.id))
            bare.set(flow.id, { flow, server: endpoint(server), evidence: place });
        }
      },
      end() {
        for (const { flow, server, evidence } of bare.values()) {
          const kinds = scene.factsOf(flow)?.kinds;
          // A flow that has nothing but questions and answers about addresses: its server has no other part in the call.
          if (kinds && kinds.stun > 0 && kinds.dtls + kinds.rtp + kinds.rtcp + kinds.other + kinds.quic === 0)
            collected.add(
              'O603',
              `${server} is asked for the own address (STUN) and carries nothing else`,
              evidence,
            );
        }
        return collected.findings();
      },
    };
  },
};
