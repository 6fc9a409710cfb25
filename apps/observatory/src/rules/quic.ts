// O207 in QUIC: the server name of its first packet.
import { ends } from '../evidence/excerpt.ts';
import { tooMuch } from '../evidence/labels.ts';
import { quicHello } from '../evidence/quic.ts';
import { recognise } from '../evidence/recognise.ts';
import { Collected } from './collected.ts';
import type { Rule } from './rule.ts';

export const quicRule: Rule = {
  codes: ['O207'],
  start({ scene }) {
    const collected = new Collected();
    return {
      datagram({ flow, fromA, bytes, number, time, via }) {
        // Only long headers are sure; of the short ones the scene says what they belong to.
        if (
          via !== 'udp' ||
          (bytes[0]! & 0xc0) !== 0xc0 ||
          recognise(bytes, flow.a.port, flow.b.port) !== 'quic'
        )
          return;
        scene.mark(flow, 'QUIC', 'encrypted');
        const name = quicHello(bytes)?.serverName;
        if (!name) return;
        scene.mark(flow, 'QUIC', 'encrypted', name);
        const why = tooMuch(name);
        if (why)
          collected.add('O207', `The server name ${name} holds ${why}`, {
            packet: number,
            time,
            flow: flow.id,
            ends: ends(flow, fromA),
            note: 'server name in QUIC',
          });
      },
      end: () => collected.findings(),
    };
  },
};
