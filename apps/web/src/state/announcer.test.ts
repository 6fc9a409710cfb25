import { createFakeRoom, type FakeRoom } from '@stoa/client/fake';
import { leaf } from '@stoa/protocol';
import { beforeEach, expect, test } from 'vitest';
import { i18n } from '../strings/i18n.ts';
import { announcementText } from './announcement-text.ts';
import { Announcer, breathMs } from './announcer.ts';

let now = 0;
let timers: { at: number; callback: () => void }[] = [];
let own: string[] = [];
let others: { at: number; text: string }[] = [];
let wantsOthers = true;

beforeEach(() => {
  now = 0;
  timers = [];
  own = [];
  others = [];
  wantsOthers = true;
});

function pass(ms: number): void {
  const until = now + ms;
  for (;;) {
    const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers = timers.filter((timer) => timer !== next);
    now = next.at;
    next.callback();
  }
  now = until;
}

function listenTo(room: FakeRoom): void {
  const announcer = new Announcer(
    {
      now: () => now,
      after: (ms, callback) => {
        const timer = { at: now + ms, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      tellOwn: (news) => own.push(news),
      tellOthers: (gathered) => others.push({ at: now, text: announcementText(gathered, i18n.t) }),
      wantsOthers: () => wantsOthers,
    },
    room.view,
  );
  room.subscribe(() => announcer.view(room.view));
  room.onSignal((signal) => announcer.signal(signal));
}

const people = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `P${at}` }));

test('three people who join the stage together are one sentence with a number', () => {
  const room = createFakeRoom({ people: people(3) });
  listenTo(room);
  for (const at of [0, 1, 2]) room.driver.comesOnStage(leaf(at));
  expect(others).toEqual([]);
  pass(breathMs);
  expect(others.map((one) => one.text)).toEqual(['3 people joined the stage.']);
});

test('one person is named', () => {
  const room = createFakeRoom({ people: people(1) });
  listenTo(room);
  room.driver.comesOnStage(leaf(0));
  pass(breathMs);
  expect(others.map((one) => one.text)).toEqual(['P0 joined the stage.']);
});

test('however much happens, others are spoken of at most once in three seconds', () => {
  const room = createFakeRoom({ me: { role: 'moderator' }, people: people(200) });
  listenTo(room);
  for (let at = 0; at < 200; at++) {
    room.driver.raisesHand(leaf(at));
    if (at % 3 === 0) room.driver.knocks(`K${at}`);
    if (at % 5 === 0) room.driver.comesOnStage(leaf(at));
    pass(50);
  }
  pass(breathMs);
  expect(others.length).toBeGreaterThan(2);
  for (let at = 1; at < others.length; at++)
    expect((others[at]?.at ?? 0) - (others[at - 1]?.at ?? 0)).toBeGreaterThanOrEqual(breathMs);
});

test('speaking is never announced', () => {
  const room = createFakeRoom({ people: [{ name: 'P0', role: 'speaker' }] });
  listenTo(room);
  for (let round = 0; round < 50; round++) room.driver.speaks(leaf(0), round % 4);
  pass(10_000);
  expect(own).toEqual([]);
  expect(others).toEqual([]);
});

test('what concerns this person is told at once', () => {
  const room = createFakeRoom();
  listenTo(room);
  room.driver.inviteMe();
  expect(own).toContain('invited');
  room.driver.reconnecting(1, 5_000);
  room.driver.media('connected');
  expect(own.slice(-2)).toEqual(['lost', 'back']);
});

test('hands are for moderators, the own place in line is for its owner', () => {
  const room = createFakeRoom({ people: people(2) });
  listenTo(room);
  room.driver.raisesHand(leaf(0));
  const me = room.view.me;
  if (me) room.driver.raisesHand(me.leaf);
  expect(own).toEqual(['handUp']);
  pass(breathMs);
  expect(others.map((one) => one.text)).toEqual(['You are number 2 in line.']);
  room.driver.lowersHand(leaf(0));
  pass(breathMs * 2);
  expect(others.at(-1)?.text).toBe('You are next in line.');
});

test('a hand that goes down is told, unless it went down because the stage is there', () => {
  const room = createFakeRoom({ people: people(1) });
  listenTo(room);
  const me = room.view.me;
  if (!me) throw new Error('not in');
  room.driver.raisesHand(me.leaf);
  room.driver.lowersHand(me.leaf);
  pass(breathMs);
  expect(own).toEqual(['handUp', 'handDown']);
  room.driver.raisesHand(me.leaf);
  room.driver.lowersHand(me.leaf);
  room.driver.comesOnStage(me.leaf);
  pass(breathMs);
  expect(own).toEqual(['handUp', 'handDown', 'handUp', 'nowOnStage']);
});

test('who wants to hear only about themselves hears only that', () => {
  const room = createFakeRoom({ people: people(3) });
  listenTo(room);
  wantsOthers = false;
  for (const at of [0, 1, 2]) room.driver.comesOnStage(leaf(at));
  pass(breathMs);
  expect(others).toEqual([]);
  room.driver.inviteMe();
  expect(own).toContain('invited');
});
