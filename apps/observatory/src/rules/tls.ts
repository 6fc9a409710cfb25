// O206, O207, O208: what TLS and DTLS handshakes show.
import type { Flow } from '../capture/packet.ts';
import { namesOf } from '../evidence/certificate.ts';
import { endpoint, ends, excerpt, masked } from '../evidence/excerpt.ts';
import { tooMuch } from '../evidence/labels.ts';
import { isDtls } from '../evidence/recognise.ts';
import { Heads } from '../evidence/streams.ts';
import {
  certificatesOf,
  dtlsHandshakes,
  type Handshake,
  isOld,
  readHello,
  tlsHandshakes,
  versionName,
} from '../evidence/tls.ts';
import { Collected } from './collected.ts';
import type { Evidence, Rule } from './rule.ts';

/** Certificates come after the hello; chains of more than this are looked at in part. */
const MOST_HEAD = 24 << 10;

export const tlsRule: Rule = {
  codes: ['O206', 'O207', 'O208'],
  start({ scene, reveal }) {
    const collected = new Collected();
    const look = (flow: Flow, fromA: boolean, handshake: Handshake, dtls: boolean, place: Evidence) => {
      const hello = readHello(handshake, dtls);
      if (hello) {
        const version = versionName(hello.version);
        const server = endpoint((hello.from === 'client') === fromA ? flow.b : flow.a);
        if (hello.from === 'server') {
          scene.mark(flow, version, 'encrypted');
          const facts = scene.factsOf(flow);
          if (facts) facts.protocol = version;
        } else scene.mark(flow, dtls ? 'DTLS' : 'TLS', 'encrypted', hello.serverName);
        if (isOld(hello.version)) {
          const says = hello.from === 'server' ? 'chose' : 'was offered nothing above';
          collected.add('O206', `${server} ${says} ${version}`, place);
        }
        const why = hello.serverName && tooMuch(hello.serverName);
        if (why)
          collected.add('O207', `The server name ${hello.serverName} holds ${why}`, {
            ...place,
            note: 'TLS server name',
          });
      }
      for (const certificate of certificatesOf(handshake)) {
        for (const { kind, value, at } of namesOf(certificate)) {
          if (!isPersonal(kind, value)) continue;
          const masks = reveal ? [] : [{ from: at, to: at + value.length }];
          collected.add('O208', `A certificate names a person: ${kind} “${masked(value, reveal)}”`, {
            ...place,
            ...excerpt(certificate, at, value.length, masks),
            note: kind,
          });
        }
      }
    };
    const heads = new Heads(MOST_HEAD, ({ flow, fromA, bytes, packet, time }, isAll) => {
      if (bytes[0] !== 22 || (bytes.length > 1 && bytes[1] !== 3)) return true;
      const handshakes = tlsHandshakes(bytes);
      const types = new Set(handshakes.map((one) => one.type));
      // A client says one message that counts here; a server is through with its certificate or when it encrypts.
      const isThrough = types.has(1) || types.has(11) || endsHandshake(bytes);
      if (!isThrough && !isAll && bytes.length < MOST_HEAD) return false;
      const place = { packet, time, flow: flow.id, ends: ends(flow, fromA), ...excerpt(bytes, 0, 24) };
      for (const one of handshakes) look(flow, fromA, one, false, place);
      return true;
    });
    return {
      stream: (chunk) => heads.add(chunk),
      datagram({ flow, fromA, bytes, number, time }) {
        if (bytes[0] !== 22 || !isDtls(bytes)) return;
        const place = {
          packet: number,
          time,
          flow: flow.id,
          ends: ends(flow, fromA),
          ...excerpt(bytes, 0, 24),
        };
        for (const one of dtlsHandshakes(bytes)) look(flow, fromA, one, true, place);
      },
      flowEnd: (flow) => heads.end(flow),
      end: () => {
        heads.endAll();
        return collected.findings();
      },
    };
  },
};

/** A record that is no handshake follows: the rest is encrypted, or it ended. */
function endsHandshake(bytes: Uint8Array): boolean {
  let at = 0;
  while (at + 5 <= bytes.length && bytes[at] === 22) at += 5 + ((bytes[at + 3]! << 8) | bytes[at + 4]!);
  return at + 5 <= bytes.length;
}

/** A common name of two or three words with capitals may be a person; those of organisations mostly say so. */
function isPersonal(kind: string, value: string): boolean {
  if (kind !== 'common name') return true;
  if (/^[^@\s]+@[^@\s]+\.[a-z]+$/i.test(value)) return true;
  const words = value.split(' ');
  const isName =
    words.length >= 2 &&
    words.length <= 3 &&
    words.every((word) => /^\p{Lu}\p{Ll}+(-\p{Lu}\p{Ll}+)?$/u.test(word));
  return isName && !ORGANISATIONS.test(value);
}
const ORGANISATIONS =
  /\b(ca|root|authority|server|secure|trust|global|certificate|certification|intermediate|issuing|class|network|services?|signing|encrypt|validation|encryption|microsoft|amazon|google|apple|cloudflare|digicert|sectigo|actalis|entrust|thawte|verisign|baltimore|starfield|daddy|international|public|web|corporation|test|localhost|device)\b/i;
