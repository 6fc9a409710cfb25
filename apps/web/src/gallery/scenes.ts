import { createFakeRoom, type FakeRoom, type FakeScript } from '@stoa/client/fake';
import { leaf, type Role } from '@stoa/protocol';
import type { Replies } from '../test/replies.ts';
import { busyChat, chatInArabic, reacting } from './chat.ts';
import { crowd, longNames, rtlNames } from './crowd.ts';
import { germanAndSwiss, strayReceipt, tidyReceipt } from './fenced.ts';
import { hallReplies, withAccounts } from './room-app.ts';

const link = '/r/7Qk2mV9xTzR4bN1cWfYh3g#k3Jx9vQe2TnLr8uYwA5cZs7dHf0bMg1pXo4iVt6jRqKQ';

type Cast = {
  readonly me: Role;
  readonly moderators?: number;
  readonly speakers?: number;
  readonly listeners?: number;
  readonly names?: readonly string[];
  readonly title?: string;
  readonly script?: Partial<FakeScript>;
};

/** A room with so many people; leaves are given in the order moderators, speakers, listeners, me. */
function cast({ me, moderators = 1, speakers = 0, listeners = 0, names, title, script }: Cast): FakeRoom {
  const all = names ?? crowd(moderators + speakers + listeners);
  const people = all.map((name, place) => ({
    name,
    role: (place < moderators ? 'moderator' : place < moderators + speakers ? 'speaker' : 'listener') as Role,
  }));
  return createFakeRoom({
    title: title ?? 'Sunday coffee: what are you reading?',
    policy: 'link',
    link,
    me: { name: 'Robin Adeyemi', role: me },
    people,
    ...script,
  });
}

/** Some talk, some are muted, voices are proven: an ordinary moment. */
function lively(room: FakeRoom): FakeRoom {
  const { driver } = room;
  driver.sound('playing');
  room.view.stage.forEach((person, place) => {
    if (person.isMe) return;
    driver.verifies(person.leaf, place === 5 ? 'pending' : 'verified');
    if (place % 4 === 2) driver.mutes(person.leaf, true);
  });
  const voices = room.view.stage.filter((person) => !person.muted && !person.isMe);
  if (voices[0]) driver.speaks(voices[0].leaf, 3);
  if (voices[2]) driver.speaks(voices[2].leaf, 1);
  return room;
}

const withHands = (room: FakeRoom, leaves: readonly number[]) => {
  for (const at of leaves) room.driver.raisesHand(leaf(at));
  return room;
};
const change = (room: FakeRoom, act: (room: FakeRoom) => void) => {
  act(room);
  return room;
};
const twenty = (me: Role, script?: Partial<FakeScript>) =>
  lively(cast({ me, moderators: 2, speakers: 6, listeners: 11, ...(script && { script }) }));

export const roomScenes: Readonly<Record<string, () => FakeRoom>> = {
  alone: () => cast({ me: 'moderator', moderators: 0 }),
  fenced: () =>
    twenty('listener', { fence: { room: germanAndSwiss, directory: 'checked' }, receipt: tidyReceipt }),
  'fenced-stray': () =>
    twenty('listener', { fence: { room: germanAndSwiss, directory: 'forged' }, receipt: strayReceipt }),
  twenty: () => twenty('listener'),
  speaker: () => twenty('speaker'),
  moderator: () =>
    change(withHands(twenty('moderator'), [12, 9, 15]), (room) => {
      room.driver.knocks('Amara Diallo');
      room.driver.knocks('Kai');
    }),
  'hand-up': () =>
    change(withHands(twenty('listener'), [12, 9]), (room) => {
      const me = room.view.me;
      if (me) room.driver.raisesHand(me.leaf);
    }),
  crowd: () =>
    change(lively(cast({ me: 'listener', moderators: 3, speakers: 21, listeners: 26 })), (room) => {
      for (const name of crowd(1_949)) room.driver.joins(name, 'listener', false);
    }),
  'crowd-moderator': () =>
    change(lively(cast({ me: 'moderator', moderators: 2, speakers: 21, listeners: 26 })), (room) => {
      for (const name of crowd(1_950)) room.driver.joins(name, 'listener', false);
      withHands(room, [30, 31, 32, 33, 34, 35, 36, 37]);
    }),
  long: () =>
    change(
      lively(
        cast({
          me: 'moderator',
          names: longNames,
          speakers: 5,
          title:
            'The unabridged, twice postponed and finally here evening on compound words, hyphens and other ways to fill a line',
        }),
      ),
      (room) => {
        withHands(room, [7, 8]);
        room.driver.knocks('María de los Ángeles Fernández-Villaverde y Montemayor');
      },
    ),
  rtl: () =>
    withHands(
      lively(cast({ me: 'moderator', names: rtlNames, speakers: 3, title: 'قهوة الأحد: ماذا تقرأون؟' })),
      [4],
    ),
  frozen: () => change(twenty('listener'), (room) => room.driver.freeze(true)),
  blocked: () => twenty('listener', { sound: 'blocked' }),
  reconnecting: () => change(twenty('listener'), (room) => room.driver.reconnecting(2, Date.now() + 8_000)),
  media: () => change(twenty('speaker'), (room) => room.driver.media('reconnecting')),
  marks: () =>
    change(lively(cast({ me: 'speaker', moderators: 1, speakers: 4, listeners: 3 })), ({ driver }) => {
      driver.goesAway(leaf(1), true);
      driver.verifies(leaf(3), 'failed');
      driver.mutes(leaf(2), true);
    }),
  mismatch: () =>
    change(twenty('listener'), (room) =>
      room.driver.mismatch({ roster: 20, participants: 20, consumers: 22 }),
    ),
  'host-missing': () => change(twenty('speaker'), (room) => room.driver.alarm('hostMissing')),
  'sending-stopped': () =>
    change(twenty('speaker'), (room) => {
      room.driver.alarm('hostMissing');
      room.driver.alarm('sendingStopped');
    }),
  'keys-restarted': () => change(twenty('listener'), (room) => room.driver.alarm('keysRestarted')),
  'forged-keys': () => change(twenty('listener'), (room) => room.driver.alarm('forgedKeys')),
  'forked-roster': () => change(twenty('listener'), (room) => room.driver.alarm('forkedRoster')),
  chat: () => reacting(busyChat(twenty('listener'))),
  'chat-moderator': () => reacting(busyChat(withHands(twenty('moderator'), [12, 9]))),
  'chat-crowd': () => busyChat(roomScenes.crowd?.() ?? twenty('listener'), 160),
  'chat-empty': () => twenty('listener'),
  'chat-closed': () => change(busyChat(twenty('listener')), (room) => room.driver.chatIsFor('stage')),
  'chat-silenced': () =>
    change(
      busyChat(twenty('listener')),
      ({ driver, view }) => view.me && driver.silences(view.me.leaf, true),
    ),
  'chat-rtl': () => reacting(chatInArabic(roomScenes.rtl?.() ?? twenty('moderator'))),
  probation: () =>
    change(twenty('moderator'), ({ driver }) => {
      driver.probation(60);
      driver.probationEnds(leaf(4), Date.now() + 42_500);
      driver.probationEnds(leaf(6), Date.now() + 8_500);
    }),
  'probation-mine': () =>
    change(twenty('speaker'), ({ driver, view }) => {
      driver.probation(60);
      if (view.me) driver.probationEnds(view.me.leaf, Date.now() + 47_500);
    }),
  'hall-few': () => withAccounts(lively(cast({ me: 'listener', speakers: 1, listeners: 5 })), 6),
  hall: () =>
    withAccounts(
      lively(cast({ me: 'listener', moderators: 2, speakers: 6, listeners: 37, names: crowd(45) })),
      42,
    ),
  'hall-moderator': () =>
    withAccounts(
      lively(cast({ me: 'moderator', moderators: 2, speakers: 6, listeners: 37, names: crowd(45) })),
      42,
    ),
  'hall-crowd': () =>
    change(
      withAccounts(lively(cast({ me: 'listener', moderators: 3, speakers: 21, listeners: 41 })), 65),
      (room) => {
        for (const name of crowd(1_935)) room.driver.joins(name, 'listener', false);
      },
    ),
  'hall-rtl': () => withAccounts(roomScenes.rtl?.() ?? twenty('moderator'), 7),
  invited: () => change(twenty('listener'), (room) => room.driver.inviteMe()),
  'microphone-denied': () => microphone('denied'),
  'microphone-missing': () => microphone('missing'),
  'microphone-busy': () => microphone('busy'),
  connecting: () => createFakeRoom({ start: 'connecting', link }),
  'door-steward': () =>
    change(createFakeRoom({ start: 'connecting', link }), (room) => room.driver.waiting('steward')),
  'door-knock': () =>
    change(createFakeRoom({ start: 'connecting', link }), (room) => room.driver.waiting('knock')),
};

/** What the app's server says in rooms of people with accounts. */
export const roomReplies: Readonly<Record<string, Replies>> = {
  'hall-few': hallReplies({ stage: 2, followed: 2, others: 2, guests: 1 }),
  hall: hallReplies({ stage: 8, followed: 14, others: 20, guests: 3 }),
  'hall-moderator': hallReplies({ stage: 8, followed: 14, others: 20, guests: 3 }),
  'hall-crowd': hallReplies({ stage: 24, followed: 41, others: 1_900, guests: 35 }),
  'hall-rtl': hallReplies({ stage: 4, followed: 3, others: 0, guests: 0 }, rtlNames),
};

function microphone(answer: 'denied' | 'missing' | 'busy'): FakeRoom {
  const room = twenty('listener');
  room.driver.inviteMe();
  room.driver.microphoneWillBe(answer);
  return room;
}
