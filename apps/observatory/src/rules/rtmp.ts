// O204: RTMP in clear (Adobe's Real Time Messaging Protocol 1.0, section 5.2), with its application's name.
import { endpoint, ends, excerpt, masked } from '../evidence/excerpt.ts';
import { Heads } from '../evidence/streams.ts';
import { Collected } from './collected.ts';
import type { Rule } from './rule.ts';

const HANDSHAKE = 1537;
const CONNECT = Buffer.from('\x02\x00\x07connect', 'latin1');

export const rtmpRule: Rule = {
  codes: ['O204'],
  start({ scene, reveal }) {
    const collected = new Collected();
    const heads = new Heads(8192, ({ flow, fromA, bytes, packet, time, fromStart }) => {
      // Version 3, then a time, then four zero bytes; a newer client writes its version there instead.
      if (!fromStart || bytes[0] !== 3) return true;
      if (bytes.length < HANDSHAKE + 200) return false;
      const at = Buffer.from(bytes).indexOf(CONNECT, HANDSHAKE);
      if (at < 0) return false;
      scene.mark(flow, 'RTMP', 'clear');
      const app = applicationOf(Buffer.from(bytes.subarray(at, at + 600)));
      const masks = reveal ? [] : [{ from: at + CONNECT.length, to: bytes.length }];
      const named = app ? `, application “${masked(app, reveal)}”` : '';
      collected.add('O204', `RTMP with ${endpoint(fromA ? flow.b : flow.a)} is not encrypted${named}`, {
        packet,
        time,
        flow: flow.id,
        ends: ends(flow, fromA),
        ...excerpt(bytes, at, 40, masks),
        note: 'connect command',
      });
      return true;
    });
    return {
      stream: (chunk) => heads.add(chunk),
      flowEnd: (flow) => heads.end(flow),
      end: () => {
        heads.endAll();
        return collected.findings();
      },
    };
  },
};

/** The value of `app` in the command's object: a name with its length, then a string (AMF 0, type 2). */
function applicationOf(command: Buffer): string | undefined {
  const at = command.indexOf('app', 0, 'latin1');
  if (at < 0 || command[at + 3] !== 2 || at + 6 > command.length) return undefined;
  return command
    .toString('latin1', at + 6, at + 6 + command.readUInt16BE(at + 4))
    .replace(/[^\x20-\x7e]/g, '');
}
