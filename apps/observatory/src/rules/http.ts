// O201, O202: HTTP and WebSockets in clear.
import type { Flow } from '../capture/packet.ts';
import { endpoint, ends, excerpt, masked } from '../evidence/excerpt.ts';
import { Collected } from './collected.ts';
import type { Rule } from './rule.ts';

const REQUEST = /^(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|TRACE|CONNECT) (\S{1,2000}) HTTP\/1\.[01]\r\n/;
const ANSWER = /^HTTP\/1\.[01] \d{3} /;
const SECRET_HEADERS =
  /^(cookie|authorization|proxy-authorization|x-[a-z-]*(token|key|auth)[a-z-]*|set-cookie):/gim;

export const httpRule: Rule = {
  codes: ['O201', 'O202'],
  start({ scene, reveal }) {
    const collected = new Collected();
    const seen = (
      flow: Flow,
      server: Flow['a'],
      socket: boolean,
      fromA: boolean,
      number: number,
      time: number,
      bytes: Uint8Array,
      note: string,
    ) => {
      scene.mark(flow, socket ? 'WebSocket' : 'HTTP', 'clear');
      const title = `${socket ? 'A WebSocket' : 'HTTP'} with ${endpoint(server)} is not encrypted`;
      const show = excerpt(bytes, 0, 48, reveal ? [] : [{ from: 12, to: bytes.length }]);
      collected.add(socket ? 'O202' : 'O201', title, {
        packet: number,
        time,
        flow: flow.id,
        ends: ends(flow, fromA),
        ...show,
        note,
      });
    };
    return {
      stream({ flow, fromA, bytes, packet, time }) {
        if (bytes.length < 16) return;
        const first = bytes[0]!;
        // G, P, D, H, O, T, C are the letters that a message can begin with; anything else costs nothing more.
        if (first < 67 || first > 84) return;
        const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
        const request = REQUEST.exec(head);
        const http2 = head.startsWith('PRI * HTTP/2.0\r\n');
        if (!request && !http2 && !ANSWER.test(head)) return;
        const [client, server] = fromA ? [flow.a, flow.b] : [flow.b, flow.a];
        if (!request && !http2) {
          if (/^upgrade:\s*websocket/im.test(head))
            seen(flow, client, true, fromA, packet, time, bytes, 'the server agrees to a WebSocket');
          else seen(flow, client, false, fromA, packet, time, bytes, head.slice(0, head.indexOf('\r\n')));
          return;
        }
        const host = /^host:\s*(\S+)/im.exec(head)?.[1];
        if (host) scene.factsOf(flow)?.names.add(host.replace(/:\d+$/, ''));
        const secrets = [...head.matchAll(SECRET_HEADERS)].map((one) => one[1]!.toLowerCase());
        const carried = secrets.length > 0 ? `, with ${[...new Set(secrets)].join(', ')} in clear` : '';
        const socket = /^upgrade:\s*websocket/im.test(head);
        const what = request
          ? `${request[1]} ${masked(request[2]!.slice(0, 120), reveal)}`
          : 'HTTP/2 without TLS';
        seen(
          flow,
          server,
          socket,
          fromA,
          packet,
          time,
          bytes,
          `${what}${host ? ` at ${host}` : ''}${carried}`,
        );
      },
      end: () => collected.findings(),
    };
  },
};
