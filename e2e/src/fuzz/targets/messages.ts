import {
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
  joinToken,
  leaf,
  openToken,
  roomHandle,
  toBase64Url,
} from '@stoa/protocol';
import type { Target } from '../engine.ts';
import { bytesOf, filled, jsonWords, must, text, words } from './bytes.ts';

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
const nobody = async () => false;

/** What comes through a socket of signaling, and what lets one in. */
export const messageTargets: readonly Target[] = [
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
];
