import type { Roster } from '@stoa/e2ee';
import { leaf, type RoomSnapshot, roomHandle } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noChat } from '../chat/chat-view.ts';
import { raise } from './alarms.ts';
import { AudiencePages } from './audience-pages.ts';
import { applyEvent, endOf } from './control-facts.ts';
import { readLink, writeLink } from './link.ts';
import { lagMs, noMismatch, surplusMs, watch } from './mismatch.ts';
import { Orders } from './orders.ts';
import { signalsBetween } from './signals.ts';
import { deriveView, type RoomFacts } from './view.ts';
import { fade, hear, keep, noVoices, shown, speakingHoldMs } from './voices.ts';

const roster = (change: Partial<Roster> = {}): Roster => ({
  me: leaf(2),
  title: 'Signed title',
  policy: 'open',
  strict: false,
  stage: [
    { leaf: leaf(1), name: 'Speaker', role: 'speaker', muted: false },
    { leaf: leaf(0), name: 'Host', role: 'moderator', muted: false },
  ],
  audience: [{ leaf: leaf(2), name: 'Me', role: 'listener' }],
  present: 3,
  headSeq: 4,
  safetyCode: '00000 11111 22222 33333 44444 55555',
  acting: false,
  ...change,
});
const control = (change: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  stage: [
    { leaf: leaf(0), role: 'moderator', muted: false, away: false },
    { leaf: leaf(1), role: 'speaker', muted: false, away: false },
  ],
  queue: [],
  hands: 0,
  participants: 3,
  consumers: 3,
  frozen: false,
  chat: 'everybody',
  probation: 0,
  ...change,
});
const facts = (change: Partial<RoomFacts> = {}): RoomFacts => ({
  phase: { is: 'live', media: 'connected' },
  title: 'Title of the card',
  policy: 'open',
  strict: false,
  fence: { room: {}, own: {}, directory: 'unknown' },
  name: 'Me',
  roster: roster(),
  control: control(),
  muted: false,
  invited: false,
  knocks: [],
  voices: new Map(),
  mismatch: undefined,
  alarms: [],
  sound: 'playing',
  microphone: 'off',
  endsAt: undefined,
  chat: noChat,
  probationEnds: new Map(),
  ...change,
});

describe('the view', () => {
  test('before the roster there is nobody, and the title is the card’s', () => {
    const view = deriveView(facts({ roster: undefined }));
    expect(view).toMatchObject({ title: 'Title of the card', me: undefined, stage: [], canHear: 0 });
  });

  test('moderators first; the title, the count and the audience are the signed ones', () => {
    const view = deriveView(facts({ control: control({ participants: 99 }) }));
    expect(view.stage.map((person) => person.name)).toEqual(['Host', 'Speaker']);
    expect(view).toMatchObject({ title: 'Signed title', canHear: 3, audience: { total: 1 } });
  });

  test('whoever only control names is not on stage; whoever only the roster names is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(8)), fc.uniqueArray(fc.nat(8)), (signed, claimed) => {
        const view = deriveView(
          facts({
            roster: roster({
              stage: signed.map((n) => ({ leaf: leaf(n), name: `P${n}`, role: 'speaker', muted: false })),
            }),
            control: control({
              stage: claimed.map((n) => ({ leaf: leaf(n), role: 'moderator', muted: false, away: true })),
            }),
          }),
        );
        expect(view.stage.map((person) => person.leaf)).toEqual(signed);
        for (const person of view.stage) {
          expect(person.role).toBe('speaker');
          expect(person.away).toBe(claimed.includes(person.leaf));
        }
      }),
    );
  });

  test('muted by either is muted, and a muted person has no ring', () => {
    const voices = new Map([[leaf(1), { speaking: true, level: 3, verified: 'verified' as const }]]);
    const muted = control({ stage: [{ leaf: leaf(1), role: 'speaker', muted: true, away: false }] });
    expect(deriveView(facts({ voices })).stage[1]).toMatchObject({ speaking: true, level: 3 });
    expect(deriveView(facts({ voices, control: muted })).stage[1]).toMatchObject({
      muted: true,
      speaking: false,
      level: 0,
    });
  });

  test('hands keep their order; an entry not seen yet has no name', () => {
    const view = deriveView(facts({ control: control({ queue: [leaf(7), leaf(2)], hands: 5 }) }));
    expect(view.hands).toEqual({
      people: [
        { leaf: 7, name: '', role: 'listener' },
        { leaf: 2, name: 'Me', role: 'listener' },
      ],
      total: 5,
    });
    expect(view.me?.handPosition).toBe(2);
  });
});

describe('signals', () => {
  const view = (change: Partial<RoomFacts>) => deriveView(facts(change));
  const none = { declined: false, steppedDown: false };
  const meOnStage = (role: 'speaker' | 'moderator') =>
    roster({ stage: [...roster().stage, { leaf: leaf(2), name: 'Me', role, muted: false }], audience: [] });

  test('the first roster is no news', () => {
    expect(signalsBetween(view({ roster: undefined }), view({}), none)).toEqual([]);
  });

  test('coming on stage, becoming moderator, being moved off; not when one stepped down', () => {
    const listening = view({});
    const speaking = view({ roster: meOnStage('speaker') });
    expect(signalsBetween(listening, speaking, none)).toEqual([{ type: 'nowOnStage' }]);
    expect(signalsBetween(speaking, view({ roster: meOnStage('moderator') }), none)).toEqual([
      { type: 'nowModerator' },
    ]);
    expect(signalsBetween(speaking, listening, none)).toEqual([{ type: 'movedToAudience' }]);
    expect(signalsBetween(speaking, listening, { ...none, steppedDown: true })).toEqual([]);
  });

  test('an invitation taken back is told, one declined is not', () => {
    const invited = view({ invited: true });
    expect(signalsBetween(view({}), invited, none)).toEqual([{ type: 'invited' }]);
    expect(signalsBetween(invited, view({}), none)).toEqual([{ type: 'inviteWithdrawn' }]);
    expect(signalsBetween(invited, view({}), { ...none, declined: true })).toEqual([]);
    expect(signalsBetween(invited, view({ roster: meOnStage('speaker') }), none)).toEqual([
      { type: 'nowOnStage' },
    ]);
  });

  test('a hand is announced once its name is known', () => {
    const unknown = view({ control: control({ queue: [leaf(7)], hands: 1 }) });
    const known = view({
      control: control({ queue: [leaf(7)], hands: 1 }),
      roster: roster({ audience: [{ leaf: leaf(7), name: 'Seven', role: 'listener' }] }),
    });
    expect(signalsBetween(view({}), unknown, none)).toEqual([]);
    expect(signalsBetween(unknown, known, none)).toEqual([{ type: 'handRaised', name: 'Seven' }]);
    expect(signalsBetween(known, known, none)).toEqual([]);
  });
});

describe('the mismatch watch', () => {
  const run = (
    present: (t: number) => number,
    participants: (t: number) => number,
    consumers: (t: number) => number,
    until: number,
    stage = control().stage,
  ) => {
    let state = noMismatch;
    for (let t = 0; t <= until; t += 250) {
      const counted = control({ participants: participants(t), consumers: consumers(t), stage });
      state = watch(state, roster({ present: present(t) }), counted, t);
    }
    return state.found;
  };

  test('agreement is no mismatch, nor are connections that are being re-made', () => {
    expect(
      run(
        () => 3,
        () => 3,
        () => 3,
        300_000,
      ),
    ).toBeUndefined();
    expect(
      run(
        () => 3,
        () => 3,
        () => 1,
        300_000,
      ),
    ).toBeUndefined();
  });

  test('one listener too many is shown after 10 s and not before', () => {
    expect(
      run(
        () => 3,
        () => 3,
        () => 4,
        surplusMs - 250,
      ),
    ).toBeUndefined();
    expect(
      run(
        () => 3,
        () => 3,
        () => 4,
        surplusMs,
      ),
    ).toEqual({ roster: 3, consumers: 4, participants: 3 });
    expect(
      run(
        () => 3,
        () => 4,
        () => 3,
        surplusMs,
      ),
    ).toBeDefined();
  });

  test('people who left hold their keys for up to a minute and a half', () => {
    expect(
      run(
        () => 3,
        () => 2,
        () => 2,
        lagMs - 250,
      ),
    ).toBeUndefined();
    expect(
      run(
        () => 3,
        () => 2,
        () => 2,
        lagMs,
      ),
    ).toBeDefined();
  });

  test('a room that grows all the time, its roster a second behind, is in order', () => {
    const size = (t: number) => 1 + Math.floor(t / 100);
    expect(run((t) => size(Math.max(0, t - 1_000)), size, size, 120_000)).toBeUndefined();
  });

  test('many hidden listeners are seen in a growing room too', () => {
    const size = (t: number) => 1 + Math.floor(t / 1_000);
    expect(
      run(
        size,
        (t) => size(t),
        (t) => size(t) + 30,
        15_000,
      ),
    ).toBeDefined();
  });

  test('somebody whom only control puts on stage is a mismatch, though the counts agree', () => {
    const stage = [
      ...control().stage,
      { leaf: leaf(9), role: 'speaker' as const, muted: false, away: false },
    ];
    expect(
      run(
        () => 3,
        () => 3,
        () => 3,
        surplusMs - 250,
        stage,
      ),
    ).toBeUndefined();
    expect(
      run(
        () => 3,
        () => 3,
        () => 3,
        surplusMs,
        stage,
      ),
    ).toBeDefined();
  });
});

describe('voices', () => {
  const report = (level: number) => [{ leaf: leaf(1), level, verified: 'verified' as const }];

  test('a ring stays on between words and goes out when frames stop', () => {
    let voices = hear(noVoices, report(3), 0);
    voices = hear(voices, report(0), speakingHoldMs - 1);
    expect(shown(voices).get(leaf(1))).toMatchObject({ speaking: true, level: 0 });
    voices = hear(voices, report(0), speakingHoldMs);
    expect(shown(voices).get(leaf(1))).toMatchObject({ speaking: false });
    voices = hear(voices, report(2), 1_000);
    expect(fade(voices, 1_000)).toBe(voices);
    expect(shown(fade(voices, 2_000)).get(leaf(1))).toMatchObject({ speaking: false, level: 0 });
  });

  test('who leaves the stage is forgotten', () => {
    const voices = hear(noVoices, report(3), 0);
    expect(keep(voices, new Set([leaf(1)]))).toBe(voices);
    expect(keep(voices, new Set()).size).toBe(0);
  });
});

describe('links', () => {
  const handle = roomHandle('AAECAwQFBgcICQoLDA0ODw');

  test('whole links and paths are read, and written as a path', () => {
    const path = '/r/AAECAwQFBgcICQoLDA0ODw#abc.def';
    const whole = readLink(`https://rooms.example:8443${path}`);
    expect(whole?.server).toBe('https://rooms.example:8443');
    expect(whole?.room.equals(handle)).toBe(true);
    expect(readLink(path)?.server).toBeUndefined();
    expect(writeLink(whole!.room, whole!.fragment)).toBe(path);
  });

  test('nothing else is', () => {
    for (const bad of [
      '',
      '/r/short#abc',
      '/r/AAECAwQFBgcICQoLDA0ODw',
      '/r/AAECAwQFBgcICQoLDA0ODw#',
      'javascript:alert(1)/r/AAECAwQFBgcICQoLDA0ODw#abc',
      'https://a/b/r/AAECAwQFBgcICQoLDA0ODw#abc',
      `/r/AAECAwQFBgcICQoLDA0ODx#abc`,
    ]) {
      expect(readLink(bad)).toBeUndefined();
    }
  });
});

describe('what waits', () => {
  test('orders are settled by their number, by the room’s end, or by the loss of the socket', async () => {
    const orders = new Orders();
    const a = orders.open();
    const b = orders.open();
    const end = orders.open(true);
    orders.refused(b.id, 'stageFull');
    orders.done(a.id);
    orders.ended();
    const lost = orders.open();
    orders.allOffline();
    orders.done(99);
    expect(await Promise.all([a, b, end, lost].map((order) => order.outcome))).toEqual([
      { ok: true },
      { ok: false, why: 'stageFull' },
      { ok: true },
      { ok: false, why: 'offline' },
    ]);
  });

  test('pages are asked for in order, a short one again later, a hand only once', async () => {
    const pages = new AudiencePages();
    const page = (id: number, from: number, entries: number) =>
      pages.arrived({
        t: 'page',
        id,
        headSeq: 1,
        from,
        entries: new Array(entries).fill(new Uint8Array(1)),
        paths: [],
        gone: [],
      });
    const first = pages.next();
    expect(first.request.from).toBe(0);
    page(first.request.id, 0, 50);
    expect(await first.arrived).toBe(true);
    const second = pages.next();
    expect(second.request.from).toBe(50);
    page(second.request.id, 50, 3);
    expect(await second.arrived).toBe(false);
    const again = pages.next();
    expect(again.request.from).toBe(50);
    pages.lost();
    expect(await again.arrived).toBe(false);

    expect(pages.lookUp([leaf(400)])?.from).toBe(400);
    expect(pages.lookUp([leaf(400), leaf(449)])).toBeUndefined();
    expect(pages.lookUp([leaf(450)])?.from).toBe(450);
  });

  test('alarms stand once each, until the host is back', () => {
    let standing = raise([], 'hostMissing');
    standing = raise(standing, 'sendingStopped');
    standing = raise(standing, 'forgedKeys');
    expect(raise(standing, 'forgedKeys')).toBe(standing);
    expect(raise(standing, 'hostBack')).toEqual(['forgedKeys']);
  });
});

test('events add up to what a snapshot would say', () => {
  const member = { leaf: leaf(5), role: 'speaker' as const, muted: false, away: false };
  let room = control();
  room = applyEvent(room, { was: 'stageJoined', member });
  room = applyEvent(room, { was: 'muteChanged', leaf: leaf(5), muted: true, by: 'self' });
  room = applyEvent(room, { was: 'awayChanged', leaf: leaf(5), away: true });
  room = applyEvent(room, { was: 'roleChanged', leaf: leaf(5), role: 'moderator' });
  room = applyEvent(room, { was: 'stageLeft', leaf: leaf(0) });
  room = applyEvent(room, { was: 'moderatorNamed', leaf: leaf(1) });
  room = applyEvent(room, { was: 'handsChanged', queue: [leaf(8)], total: 4 });
  room = applyEvent(room, { was: 'countsChanged', participants: 9, consumers: 8 });
  room = applyEvent(room, { was: 'stageFrozen', frozen: true });
  room = applyEvent(room, { was: 'chatChanged', who: 'stage' });
  room = applyEvent(room, { was: 'probationChanged', seconds: 60 });
  expect(room).toEqual({
    stage: [
      { leaf: 1, role: 'moderator', muted: false, away: false },
      { leaf: 5, role: 'moderator', muted: true, away: true },
    ],
    queue: [8],
    hands: 4,
    participants: 9,
    consumers: 8,
    frozen: true,
    chat: 'stage',
    probation: 60,
  });
  expect(endOf(undefined, { was: 'roomEnding', inMs: 60_000 }, 1_000)).toBe(61_000);
  expect(endOf(61_000, { was: 'stageJoined', member }, 2_000)).toBeUndefined();
});
