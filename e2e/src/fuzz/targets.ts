import { readLink } from '@stoa/client';
import {
  isRtcp,
  RtpHeader,
  readRtcp,
  readRtp,
  rtpPacketBytes,
  SenderReport,
  strictRtpPacketBytes,
} from '@stoa/core/forwarding';
import { decodeEvidence, encodeEvidence } from '@stoa/e2ee/evidence';
import { encodeSframeHeader, headerFault, parseSframeHeader, readCtr, readKid } from '@stoa/e2ee/frame';
import {
  cleanName,
  cleanTitle,
  decodeClientMessage,
  decodeServerMessage,
  dtlsFingerprint,
  encodeClientMessage,
  encodeServerMessage,
  fromBase64Url,
  joinToken,
  leaf,
  limits,
  media,
  openToken,
  roomHandle,
  toBase64Url,
} from '@stoa/protocol';
import { checkOffer } from '@stoa/relay';
import type { Target } from './engine.ts';

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
const bytesOf = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
const words = (...all: readonly string[]) => all.map(bytesOf);
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

function rtp(size: number, level = 2, sender = 7): Uint8Array {
  const packet = new Uint8Array(size);
  packet.set([0x80, 111, 0, 1, 0, 0, 3, 0xc0, 0, 0, 0, 9, level, 0x9a, sender, 0x11, 1, 0, 0]);
  return packet;
}

/** A sender report with one block and a source description, as browsers send them together. */
const rtcp = Uint8Array.from([
  ...[0x81, 200, 0, 12, 0, 0, 0, 9, ...new Array<number>(44).fill(1)],
  ...[0x81, 202, 0, 4, 0, 0, 0, 9, 1, 6, 115, 116, 111, 97, 46, 46, 0, 0, 0, 0],
]);

const line = (mid: number, direction: string) =>
  [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789abcdefghijkl',
    `a=fingerprint:sha-256 ${new Array(32).fill('A0').join(':')}`,
    'a=setup:actpass',
  ].join('\r\n');
const offer = [
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2 3 4',
  `${line(0, 'sendonly')}\r\na=ssrc:77 cname:x`,
  ...[1, 2, 3, 4].map((mid) => line(mid, 'recvonly')),
  '',
].join('\r\n');

const head = { seq: 1, generation: 0, epoch: 0, size: 1, bytes: filled(300, 1) };
const clientMessages = [
  encodeClientMessage({ t: 'ping' }),
  encodeClientMessage({ t: 'command', id: 1, command: { do: 'mute', leaf: leaf(3) }, order: filled(101, 2) }),
  encodeClientMessage({ t: 'page', id: 1, from: 50 }),
  encodeClientMessage({ t: 'offer', offer: 'v=0', proof: filled(64, 3) }),
  encodeClientMessage({
    ...{
      t: 'open',
      token: joinToken('A'.repeat(227)),
      key: filled(32, 1),
      proof: filled(64, 1),
      offer: 'v=0',
    },
    ...{ policy: 'open', strict: true, title: 'Tea', card: filled(90, 1), entry: filled(90, 1), head },
  }),
  encodeClientMessage({
    ...{
      t: 'resume',
      room: roomHandle('A'.repeat(22)),
      leaf: leaf(1),
      proof: filled(64, 1),
      seen: 3,
      headSeq: 4,
    },
  }),
];
const serverMessages = [
  encodeServerMessage({ t: 'challenge', nonce: filled(16, 1) }),
  encodeServerMessage({
    t: 'head',
    head,
    wraps: [{ depth: 3, index: 5, box: filled(48, 1) }],
    removed: [leaf(2)],
    stageEntries: [],
  }),
  encodeServerMessage({ t: 'closed', code: 'roomFull', retryInMs: 100 }),
  encodeServerMessage({ t: 'toLeaf', from: leaf(1), bytes: filled(50, 1) }),
];
const jsonWords = words(
  '{"t":"',
  '"',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  'null',
  '-1',
  '1e999',
  '4294967296',
  '\\u0000',
  '__proto__',
  '"head":',
  '"leaf":',
  '"bytes":"',
);

/** One block with two frames of two steps, and a frame of a strict room; both with messages. Nothing of it is signed. */
const evidence = (() => {
  const step = { kid: 0x0100, context: filled(8, 1) };
  const about = {
    ...{ room: filled(32, 2), key: filled(32, 3), leaf: 7, heardAt: 1_700_000_000_000 },
    binding: { account: filled(16, 4), device: filled(32, 5), signature: filled(64, 6) },
    messages: [
      { counter: 1, time: 5, signature: filled(64, 7), body: filled(20, 7) },
      { counter: 4, time: 6, signature: filled(64, 7), body: filled(0, 0) },
    ],
  };
  const frames = Array.from({ length: 25 }, (_, i) =>
    i % 12 === 3 ? { step: i > 12 ? 1 : 0, level: 2, sealed: filled(160, i) } : { hash: filled(8, i) },
  );
  const blocks = [{ first: 65_536, signature: filled(64, 8), frames }];
  const keys = [
    { ...step, base: filled(32, 9) },
    { ...step, kid: 0x0101, base: filled(32, 9) },
  ];
  const signed = { step: 0, level: 1, ctr: 65_540, opus: filled(9, 1), signature: filled(64, 2) };
  return [
    encodeEvidence({ ...about, sound: { kind: 'ordinary', keys, blocks } }),
    encodeEvidence({
      ...{ ...about, binding: undefined },
      sound: { kind: 'strict', salts: [{ ...step, salt: filled(12, 1) }], frames: [signed] },
    }),
  ];
})();

const header = new RtpHeader();
const report = new SenderReport();
const nobody = async () => false;

/** Every parser of ours that reads what somebody else wrote, before any signature of it was checked. */
export const targets: readonly Target[] = [
  {
    name: 'rtp',
    files: ['core/src/forwarding/rtp.ts'],
    seeds: [rtp(rtpPacketBytes), rtp(strictRtpPacketBytes), rtcp],
    maxBytes: 1500,
    read: (input) => {
      for (const size of [rtpPacketBytes, strictRtpPacketBytes]) {
        if (readRtp(input, header, size) !== 'ok') continue;
        must(input.length === size && input[0] === 0x80 && !isRtcp(input), 'a packet that is none');
        must(header.level < media.levels && header.sender > 0, 'fields out of bounds');
      }
    },
  },
  {
    name: 'rtcp',
    files: ['core/src/forwarding/rtcp.ts'],
    seeds: [rtcp, rtcp.slice(0, 52), rtp(rtpPacketBytes)],
    maxBytes: 1500,
    read: (input) => {
      const well = readRtcp(input, report);
      must(!well || (input.length >= 8 && input.length % 4 === 0), 'a compound that is none');
      must(report.ntpMiddle >= 0 && report.ntpMiddle < 2 ** 32, 'a time out of bounds');
    },
  },
  {
    name: 'frame header',
    files: ['e2ee/src/frame/frame-format.ts', 'e2ee/src/frame/sframe-header.ts'],
    seeds: [
      rtp(rtpPacketBytes).slice(12),
      rtp(strictRtpPacketBytes).slice(12),
      Uint8Array.of(0x99, 1, 2, 1, 2),
    ],
    maxBytes: 300,
    read: (input) => {
      if (headerFault(input) === undefined) {
        must(
          input.length === media.payloadBytes || input.length === media.strictPayloadBytes,
          'a false size',
        );
        must(readKid(input) > 0xff && readCtr(input) > 0xffff, 'fields out of bounds');
      }
      const parsed = parseSframeHeader(input);
      if (parsed === undefined) return;
      must(parsed.length <= input.length && parsed.length <= 17, 'a header longer than the bytes');
      must(encodeSframeHeader(parsed.kid, parsed.ctr).length <= parsed.length, 'not the shortest form');
    },
  },
  {
    name: 'evidence',
    files: ['e2ee/src/evidence/evidence-format.ts', 'e2ee/src/admission/binding.ts'],
    seeds: evidence,
    maxBytes: 2_000,
    read: (input) => {
      const read = decodeEvidence(input);
      if (read) must(Buffer.from(encodeEvidence(read)).equals(input), 'two encodings of one content');
    },
  },
  {
    name: 'base64url and links',
    files: ['protocol/src/bytes.ts', 'client/src/room/link.ts'],
    seeds: words(
      'AAAA',
      'AAECAwQFBgcICQoLDA0ODw',
      'https://a.example/r/AAECAwQFBgcICQoLDA0ODw#abc.def',
      '/r/AAECAwQFBgcICQoLDA0ODw#x',
    ),
    words: words('https://', '/r/', '#', '=', '-', '_'),
    maxBytes: 300,
    read: (input) => {
      const said = text(input);
      const value = fromBase64Url(said);
      must(value === undefined || toBase64Url(value) === said, 'two spellings of the same bytes');
      const link = readLink(said);
      must(link === undefined || fromBase64Url(link.room.reveal())?.length === 16, 'a false handle');
    },
  },
  {
    name: 'names and titles',
    files: ['protocol/src/names.ts'],
    seeds: words('Ada', 'Ärger  im Büro', '\u202eevil', '👩‍👩‍👧', 'a\u0301', '  x  '),
    words: words('\u200b', '\u202e', '\u2066', '\ufeff', '\u0301', '\ud83d\ude00', '\u3164', '\t'),
    maxBytes: 600,
    read: (input) => {
      const said = text(input);
      for (const [clean, most] of [
        [cleanName, limits.nameCodePoints],
        [cleanTitle, limits.titleCodePoints],
      ] as const) {
        const cleaned = clean(said);
        if (cleaned === undefined) continue;
        must([...cleaned].length <= most && cleaned.trim() === cleaned, 'out of bounds');
        must(!/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u.test(cleaned), 'something invisible is left');
        must(clean(cleaned) === cleaned, 'cleaning again changes it');
      }
    },
  },
  {
    name: 'token',
    files: ['protocol/src/token.ts', 'protocol/src/bytes.ts'],
    seeds: [bytesOf(toBase64Url(filled(170, 1))), bytesOf(toBase64Url(filled(169, 1)))],
    maxBytes: 300,
    read: (input) => void openToken(joinToken(text(input)), nobody),
  },
  {
    name: 'client message',
    files: [
      'protocol/src/wire.ts',
      'protocol/src/messages.ts',
      'protocol/src/bytes.ts',
      'protocol/src/room-words.ts',
    ],
    seeds: clientMessages.map(bytesOf),
    words: [...jsonWords, ...words('"open"', '"join"', '"head"', '"admit"', '"command"')],
    maxBytes: 4_096,
    read: (input) => {
      const message = decodeClientMessage(text(input));
      if (message) must(decodeClientMessage(encodeClientMessage(message)) !== undefined, 'not itself again');
    },
  },
  {
    name: 'server message',
    files: [
      'protocol/src/wire.ts',
      'protocol/src/messages.ts',
      'protocol/src/bytes.ts',
      'protocol/src/room-words.ts',
    ],
    seeds: serverMessages.map(bytesOf),
    words: [...jsonWords, ...words('"admitted"', '"event"', '"entries"', '"wraps":', '"rewraps":')],
    maxBytes: 4_096,
    read: (input) => {
      const message = decodeServerMessage(text(input));
      if (message) must(decodeServerMessage(encodeServerMessage(message)) !== undefined, 'not itself again');
    },
  },
  {
    name: 'offer',
    files: ['relay/src/offer.ts', 'protocol/src/proofs.ts'],
    seeds: [bytesOf(offer)],
    words: words(
      ...[
        '\r\n',
        '\n',
        'm=audio ',
        'm=video 9 X 1',
        'a=mid:',
        'a=ssrc:',
        'a=candidate:1 1 UDP 1 10.0.0.1 9 typ host',
      ],
      ...[
        'a=extmap:1 x',
        'a=rtpmap:',
        'a=fingerprint:sha-256 ',
        'a=setup:active',
        'a=group:BUNDLE',
        'recvonly',
      ],
    ),
    maxBytes: 4_096,
    read: (input) => {
      const said = text(input);
      const verdict = checkOffer(said);
      const fingerprint = dtlsFingerprint(said);
      must(
        fingerprint === undefined || /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(fingerprint),
        'a false fingerprint',
      );
      if ('refusal' in verdict) return;
      const { order, slots, uplink, ufrag, password } = verdict.offer;
      must(order.length === media.slots + 1 && slots.length === media.slots, 'a false number of lines');
      must(uplink.ssrc > 0 && uplink.ssrc < 2 ** 32, 'an SSRC out of bounds');
      must(!/[\r\n]/.test(order.join('') + ufrag + password), 'a line break got through');
    },
  },
];
