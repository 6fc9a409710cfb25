import { expect, test } from 'vitest';
import {
  corePartSchema,
  decode,
  decodeControlWord,
  decodeRelayWord,
  encodeWord,
  peoplePartSchema,
  presenceSchema,
  readPart,
  roomPartSchema,
  voiceWords,
} from '../src/fleet/index.ts';
import { decodeClientMessage, decodeServerMessage } from '../src/index.ts';

const handle = 'A'.repeat(22);
const text = (value: object) => JSON.stringify(value);

const presence = {
  ...{ v: 1, host: 'one', life: 'x', addresses: ['192.0.2.1'], draining: false },
  relays: [{ index: 0, up: true, link: 'a.b', port: 5_000, pressure: 0 }],
};

test('U1 a host of relays that says more of itself than is known is known', () => {
  const newer = {
    ...{ ...presence, speaks: 7, mood: 'well' },
    relays: [{ ...presence.relays[0], colour: 'green', load: { peers: 1, figureOfAnotherKind: 2 } }],
  };
  const read = decode(presenceSchema, encodeWord(newer));
  expect(read).toMatchObject({ host: 'one', speaks: 7, relays: [{ index: 0, up: true }] });
  expect(read).not.toHaveProperty('mood');
  // Figures of load that another version counts otherwise are left out; the relay is not.
  expect(read!.relays[0]!.load).toBeUndefined();
});

test('U1 a host of relays that does not say what it understands is one of before', () => {
  expect(decode(presenceSchema, encodeWord(presence))).not.toHaveProperty('speaks');
});

const toRelay = (command: object) =>
  decodeControlWord(
    encodeWord({
      from: 'c',
      to: 'h',
      n: 3,
      more: 1,
      relay: { index: 0, link: 'a.b', term: 1, command, more: 1 },
    }),
  );

test('U1 a field of a command that is not known goes on to the relay, which takes what it knows', () => {
  const word = toRelay({ type: 'close', peer: 4, gently: true });
  expect(word?.relay?.command).toEqual({ type: 'close', peer: 4, gently: true });
});

test('U2 a command that is not known counts as a sign of life, with its number', () => {
  expect(toRelay({ type: 'sing', peer: 4 })).toEqual({ from: 'c', to: 'h', n: 3 });
});

const fromRelay = (more: object) => decodeRelayWord(encodeWord({ from: 'h', n: 9, gaps: 0, ...more }));

test('U2 an event that is not known counts as a sign of life, with its number', () => {
  const relay = { index: 0, link: 'a.b', event: { type: 'humming', peer: 4 } };
  expect(fromRelay({ relay })).toEqual({ from: 'h', n: 9, gaps: 0 });
  expect(fromRelay({ somethingElse: { peer: 4 } })).toEqual({ from: 'h', n: 9, gaps: 0 });
  const known = { ...relay, event: { type: 'connected', peer: 4, over: 'tcp' } };
  expect(fromRelay({ relay: known })?.relay?.event).toMatchObject({ type: 'connected', peer: 4 });
});

test('U1 U2 news of a room that are not known keep their number, and those around them are read', () => {
  const known = { life: 'c', n: 4, news: { kind: 'opened', room: handle, colour: 'green' }, mood: 'well' };
  const unknown = { life: 'c', n: 5, news: { kind: 'painted', room: handle, with: 'blue' } };
  expect(voiceWords.news(encodeWord(known))).toEqual({
    life: 'c',
    n: 4,
    news: { kind: 'opened', room: handle },
  });
  expect(voiceWords.news(encodeWord(unknown))?.n).toBe(5);
  expect(voiceWords.again(encodeWord({ life: 'c', bulletins: [known, unknown] }))?.bulletins).toHaveLength(2);
});

test('U2 an act on a room that is not known is no act, and one with more words is what is known of it', () => {
  const ask = (act: object) => voiceWords.ask(encodeWord({ from: 's', id: '1', act, more: 1 }));
  expect(ask({ do: 'paint', room: handle })).toBeUndefined();
  expect(ask({ do: 'end', room: handle, loudly: true })?.act).toEqual({ do: 'end', room: handle });
});

test('U1 answers with more words than are known are read', () => {
  expect(voiceWords.answer(encodeWord({ life: 'c', id: '1', here: true, more: 1 }))?.here).toBe(true);
  expect(voiceWords.missed(encodeWord({ from: 'c', of: 'd', after: 1, more: 1 }))?.after).toBe(1);
  expect(voiceWords.guest(encodeWord({ from: 'c', id: '1', room: handle, more: 1 }))?.id).toBe('1');
  expect(voiceWords.guestAnswer(encodeWord({ id: '1', word: 'yes', more: 1 }))?.word).toBe('yes');
  expect(voiceWords.guestAnswer(encodeWord({ id: '1', word: 'perhaps' }))).toBeUndefined();
  expect(voiceWords.social(encodeWord({ from: 's', more: 1 }))?.from).toBe('s');
});

test('U1 parts of a room that another version wrote with more in them are read', () => {
  const room = { v: 1, room: handle, policy: 'open', strict: false, era: 4, fences: [], more: 1 };
  expect(readPart(roomPartSchema, text(room))?.era).toBe(4);
  const key = Buffer.alloc(32).toString('base64url');
  const person = {
    leaf: 0,
    key,
    subject: handle,
    line: { peer: 1, link: 'a.b', connected: true, more: 1 },
    more: 1,
  };
  expect(readPart(peoplePartSchema, text([person]))?.[0]?.line?.connected).toBe(true);
  const core = {
    ...{
      at: 1,
      stage: [{ leaf: 0, role: 'moderator', muted: false, heldMute: false, more: 1 }],
      came: [],
      hands: [],
    },
    ...{
      handsRule: 'all',
      mayRaise: [],
      barred: [],
      silenced: [],
      invited: [],
      frozen: false,
      chatWho: 'everybody',
    },
    ...{
      probationMs: 0,
      probations: [],
      passedOver: [],
      lastHeadAt: 1,
      startingSince: 1,
      size: 1,
      events: 0,
    },
    ...{ requests: 0, headAt: 1, more: 1 },
  };
  expect(corePartSchema.safeParse(core).error).toBeUndefined();
  expect(readPart(corePartSchema, text(core))?.stage[0]?.role).toBe('moderator');
});

test('U1 U2 between device and control: fields that are not known are passed over, kinds are no message', () => {
  expect(decodeClientMessage(text({ t: 'ping', more: 1 }))).toEqual({ t: 'ping' });
  expect(decodeServerMessage(text({ t: 'pong', more: 1 }))).toEqual({ t: 'pong' });
  expect(decodeClientMessage(text({ t: 'sing' }))).toBeUndefined();
  expect(decodeServerMessage(text({ t: 'sing' }))).toBeUndefined();
  const near = [{ host: 'one', ms: 4, jitter: 1 }];
  const proof = Buffer.alloc(64).toString('base64url');
  const offer = { t: 'offer', offer: 'v=0', proof, next: 1, wish: { fence: 'DE', near, tone: 1 } };
  const read = decodeClientMessage(text(offer));
  expect(read).toMatchObject({ t: 'offer', wish: { fence: 'DE', near: [{ host: 'one', ms: 4 }] } });
});
