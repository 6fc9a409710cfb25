// One scene for each finding: what leaks, and the code that must come of it.

import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { AuditOptions } from '../../src/audit.ts';
import { be, concat } from './bytes.ts';
import { at, ME, quietTls, RELAY } from './clean.ts';
import { TcpTalk, udpFrame } from './conversation.ts';
import { question } from './dns.ts';
import type { Frame } from './pcap.ts';
import { randomBytes } from './random.ts';
import { rtcpWithName, rtp } from './rtp.ts';
import { integrity, stun, username } from './stun.ts';
import { certificate, clientHello, namedCertificate, record, serverHello } from './tls.ts';
import { encodeAlaw, encodeG722, encodeOpus, encodeUlaw, speechLike } from './voice.ts';

export type Leak = {
  readonly what: string;
  readonly code: string;
  readonly frames: () => readonly Frame[];
  /** What is rightly found besides: text in base64 is readable text, voices of changing size tell by it. */
  readonly also?: readonly string[];
  readonly options?: AuditOptions;
};

const SERVER = { address: '198.51.100.7', port: 4000 };
const datagrams = (payloads: readonly Uint8Array[], from = ME, to = SERVER): Frame[] =>
  payloads.map((payload, i) => udpFrame(at(1 + i * 0.02), from, to, payload));
const on = (port: number, payloads: readonly Uint8Array[], by: 'a' | 'b' = 'a'): Frame[] => {
  const talk = new TcpTalk({ ...ME, port: 45_000 + port }, { ...SERVER, port });
  return [
    ...talk.open(at(1)),
    ...payloads.flatMap((payload, i) => talk.send(at(1.1 + i / 10), by, payload)),
    ...talk.close(at(3)),
  ];
};
/** Something secret within a datagram that is ciphertext otherwise. */
const hidden = (secret: Uint8Array): Frame[] =>
  datagrams([concat(randomBytes(1, 40), secret, randomBytes(2, 40))]);

export const NAME = 'Ada Lovelace Q7';
const canaries = [
  { what: 'display name', text: NAME },
  { what: 'user id', number: 3_111_222_333n },
];
const options = { canaries };
const http = (path: string, more = '') =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: api.example\r\n${more}\r\n`);
const zipped = Buffer.from(JSON.stringify({ user: NAME, more: 'x'.repeat(40) }));

export const stream = (
  type: number,
  payloads: readonly Uint8Array[],
  step: number,
  more: { times?: readonly number[]; level?: readonly number[]; stamps?: readonly number[] } = {},
): Frame[] =>
  payloads.map((payload, i) =>
    udpFrame(
      at(more.times?.[i] ?? 1 + i * 0.02),
      ME,
      SERVER,
      rtp(
        {
          type,
          sequence: 500 + i,
          timestamp: more.stamps?.[i] ?? step * i,
          source: 0xabcdef,
          ...(more.level && { elements: [[1, Uint8Array.of(more.level[i]!)] as const] }),
        },
        payload,
      ),
    ),
  );
const cut = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
const cipher = (count: number, size: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => randomBytes(9000 + i, size(i)));
/** A second of speech, a second of silence. */
const speaks = (i: number) => Math.floor(i / 50) % 2 === 0;

const HUB = { address: '10.9.9.9', port: 3000 };
/** Three people to a room, who take turns of half a second to three seconds. */
function speakerAt(room: number, packet: number): number {
  let end = 0;
  for (let turn = 0; ; turn++) {
    const [length = 0, who = 0] = randomBytes(room * 1000 + turn, 2);
    end += 12 + (length % 64);
    if (packet < end) return room + 2 * (who % 3);
  }
}

const amf = (text: string) => concat([2, text.length >> 8, text.length & 255], Buffer.from(text));
const rtmp = concat(
  [3],
  randomBytes(5, 4),
  [0, 0, 0, 0],
  randomBytes(6, 1528),
  [3, 0, 0, 0, 0, 0, 120, 20, 0, 0, 0, 0],
  amf('connect'),
  [0, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 3, 0, 3],
  Buffer.from('app'),
  amf('live/room-42'),
  new Uint8Array(300),
);

export const LEAKS: readonly Leak[] = [
  { what: 'a name as UTF-8', code: 'O101', options, frames: () => hidden(Buffer.from(NAME)) },
  { what: 'a name as UTF-16', code: 'O101', options, frames: () => hidden(Buffer.from(NAME, 'utf16le')) },
  {
    what: 'a name in base64 at the third offset',
    also: ['O209'],
    code: 'O101',
    options,
    frames: () => hidden(Buffer.from(Buffer.from(`xx${NAME}`).toString('base64'))),
  },
  {
    what: 'a name in hex within base64',
    also: ['O209'],
    code: 'O101',
    options,
    frames: () => hidden(Buffer.from(Buffer.from(Buffer.from(NAME).toString('hex')).toString('base64'))),
  },
  {
    what: 'a number as 32 bits',
    code: 'O101',
    options,
    frames: () => hidden(be(4, 3_111_222_333)),
  },
  {
    what: 'a name cut in two by TCP',
    code: 'O101',
    options,
    frames: () =>
      on(7000, [
        concat(randomBytes(1, 30), Buffer.from(NAME.slice(0, 6))),
        concat(Buffer.from(NAME.slice(6)), randomBytes(2, 30)),
      ]),
  },
  { what: 'a name in gzip', code: 'O102', options, frames: () => hidden(gzipSync(zipped)) },
  {
    what: 'a name in deflate within base64',
    also: ['O209'],
    code: 'O102',
    options,
    frames: () => hidden(Buffer.from(` ${deflateSync(zipped).toString('base64')} `)),
  },
  { what: 'a name in brotli', code: 'O102', options, frames: () => datagrams([brotliCompressSync(zipped)]) },
  {
    what: 'a name as SHA-256',
    code: 'O102',
    options,
    frames: () => hidden(createHash('sha256').update(NAME).digest()),
  },
  {
    what: 'a name in masked WebSocket frames',
    also: ['O202'],
    code: 'O102',
    options,
    frames: () => {
      const mask = randomBytes(5, 4);
      const text = Buffer.from(JSON.stringify({ say: 'hello', by: NAME }));
      const frame = concat(
        [0x81, 0x80 | text.length],
        mask,
        text.map((byte, i) => byte ^ mask[i & 3]!),
      );
      return on(80, [http('/live', 'Upgrade: websocket\r\n'), frame.subarray(0, 20), frame.subarray(20)]);
    },
  },
  {
    what: 'a field that comes back',
    code: 'O103',
    frames: () =>
      [0, 1, 2, 3].flatMap((i) =>
        datagrams([concat([1, i], randomBytes(77, 20), randomBytes(i, 60))], { ...ME, port: 51_000 + i }),
      ),
  },
  { what: 'HTTP', code: 'O201', frames: () => on(80, [http('/rooms', 'Cookie: a=1\r\n')]) },
  { what: 'a WebSocket', code: 'O202', frames: () => on(80, [http('/live', 'Upgrade: websocket\r\n')]) },
  {
    what: 'SIP',
    code: 'O203',
    frames: () =>
      datagrams([
        Buffer.from(
          'INVITE sip:bob@voip.example SIP/2.0\r\nFrom: "Ada" <sip:ada@voip.example>;tag=1\r\nTo: <sip:bob@voip.example>\r\n\r\n',
        ),
      ]),
  },
  { what: 'RTMP', code: 'O204', frames: () => on(1935, [rtmp]) },
  {
    what: 'a room in a STUN user name',
    code: 'O205',
    frames: () => datagrams([stun(1, [username('room-8812:ada'), integrity])]),
  },
  {
    what: 'TLS 1.0',
    code: 'O206',
    frames: () => on(443, [record(serverHello({ version: 0x0301, random: randomBytes(1, 32) }))], 'b'),
  },
  {
    what: 'a room in a server name',
    code: 'O207',
    frames: () => quietTls(9, ME, { ...SERVER, port: 443 }, 'room-77ab12.rooms.example'),
  },
  {
    what: 'a person in a certificate',
    code: 'O208',
    frames: () =>
      on(
        443,
        [
          concat(
            record(serverHello({ version: 0x0303, random: randomBytes(1, 32) })),
            record(certificate(namedCertificate('Ada Lovelace'))),
          ),
        ],
        'b',
      ),
  },
  {
    what: 'a protocol of its own with host names',
    code: 'O209',
    frames: () =>
      datagrams([
        concat(
          randomBytes(1, 9),
          Buffer.from('SNI\0'),
          Buffer.from('edge-17.media.example'),
          randomBytes(3, 100),
        ),
        ...cipher(20, () => 150),
      ]),
  },
  {
    what: 'a protocol of its own on TCP that is text',
    code: 'O209',
    frames: () =>
      on(5222, [Buffer.from('<stream to="chat.example"><presence from="ada"/> and so on and on')]),
  },
  {
    what: 'a protocol of its own that looks like RTP at first',
    code: 'O209',
    frames: () =>
      datagrams(
        Array.from({ length: 20 }, (_, i) =>
          concat(
            [0x90, 0x61],
            randomBytes(i, 10),
            Buffer.from('relay-3.media.example'),
            randomBytes(i + 50, 60),
          ),
        ),
      ),
  },
  {
    what: 'a name of a sender in RTCP',
    code: 'O211',
    frames: () => datagrams([rtcpWithName(5, 'ada@10.0.0.2')]),
  },
  {
    what: 'a digest proof',
    code: 'O212',
    frames: () =>
      datagrams([
        Buffer.from(
          'REGISTER sip:voip.example SIP/2.0\r\nAuthorization: Digest username="ada", response="0123"\r\n\r\n',
        ),
      ]),
  },
  {
    what: 'an address within a message',
    code: 'O213',
    frames: () =>
      datagrams([concat([0, 2, 0, 70], randomBytes(1, 4), Buffer.from('10.0.0.2'), new Uint8Array(60))]),
  },
  { what: 'PCMU', code: 'O301', frames: () => stream(0, cut(encodeUlaw(speechLike(8000, 2)), 160), 160) },
  { what: 'PCMA', code: 'O301', frames: () => stream(8, cut(encodeAlaw(speechLike(8000, 2)), 160), 160) },
  { what: 'G.722', code: 'O301', frames: () => stream(9, cut(encodeG722(speechLike(16_000, 2)), 160), 160) },
  {
    what: 'Opus',
    also: ['O402'],
    code: 'O301',
    frames: () => stream(111, encodeOpus(speechLike(48_000, 2)), 960),
  },
  {
    what: 'video in clear',
    code: 'O302',
    frames: () =>
      stream(
        96,
        cipher(40, () => 900)
          .map((rest) => concat([0x7c, 0x85, 0x88, 0x80], rest))
          .map((one) => concat(one, new Uint8Array(300))),
        3000,
      ),
  },
  {
    what: 'sound inside the relay',
    code: 'O303',
    options: { insideRelay: true },
    frames: () => stream(0, cut(encodeUlaw(speechLike(8000, 2)), 160), 160),
  },
  {
    what: 'levels beside encrypted voice',
    code: 'O401',
    frames: () =>
      stream(
        111,
        cipher(200, () => 100),
        960,
        { level: Array.from({ length: 200 }, (_, i) => (speaks(i) ? 128 + 25 + (i % 7) : 127)) },
      ),
  },
  {
    what: 'sizes that follow speech',
    code: 'O402',
    frames: () =>
      stream(
        111,
        cipher(300, (i) => (speaks(i) ? 120 + ((i * 37) % 40) : 30 + ((i * 11) % 8))),
        960,
      ),
  },
  {
    what: 'silence suppression',
    code: 'O403',
    frames: () => {
      const sent = Array.from({ length: 500 }, (_, i) => i).filter((i) => speaks(i) || i % 25 === 0);
      return stream(
        111,
        cipher(sent.length, () => 100),
        960,
        { times: sent.map((i) => 1 + i * 0.02), stamps: sent.map((i) => i * 960) },
      );
    },
  },
  {
    what: 'rooms that speak in turns',
    also: ['O402'],
    code: 'O501',
    frames: () =>
      [0, 1, 2, 3, 4, 5].flatMap((person) =>
        Array.from({ length: 1500 }, (_, i) => i).flatMap((i) => {
          const me = { address: `10.0.1.${person}`, port: 50_000 };
          const isMine = speakerAt(person % 2, i) === person;
          const up = randomBytes(person * 5000 + i, isMine ? 180 : 20);
          const down = randomBytes(person * 7000 + i, isMine ? 20 : 180);
          return [udpFrame(at(1 + i * 0.04), me, HUB, up), udpFrame(at(1.004 + i * 0.04), HUB, me, down)];
        }),
      ),
  },
  {
    what: 'a ping outside the fence',
    code: 'O601',
    options: {
      fence: ['DE'],
      places: {
        credits: [],
        lookUp: (address) =>
          address === SERVER.address ? { country: 'CN', operator: 'Example Net' } : { country: 'DE' },
      },
    },
    frames: () => datagrams([randomBytes(1, 8)]),
  },
  {
    what: 'a STUN server of somebody else',
    code: 'O603',
    frames: () => datagrams([stun(1, [])], ME, { address: '203.0.113.5', port: 3478 }),
  },
  {
    what: 'a packet that was cut',
    code: 'O901',
    frames: () => [
      {
        ...udpFrame(at(1), ME, RELAY, randomBytes(1, 900)),
        bytes: udpFrame(at(1), ME, RELAY, randomBytes(1, 900)).bytes.subarray(0, 100),
        length: 942,
      },
    ],
  },
];
export const LOOK_UP: Leak = {
  what: 'a look-up in clear',
  code: 'O210',
  frames: () => datagrams([question('rooms.example')], ME, { address: '198.51.100.53', port: 53 }),
};
/** Kept apart: a hello alone has the highest version offered. */
export const OLD_CLIENT: Leak = {
  what: 'a client that offers TLS 1.1 at most',
  code: 'O206',
  frames: () => on(443, [clientHello({ version: 0x0302, random: randomBytes(1, 32) })]),
};
