import { rooms } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { changesNothing, editOf, wordsOf } from './room-rules.ts';

const card = (more: Record<string, unknown> = {}) =>
  rooms.show.reply.parse({
    room: '7Qk2mV9xTzR4bN1cWfYh3g',
    kind: 'open',
    title: 'Tea',
    topics: ['books', 'food'],
    languages: [],
    guests: true,
    hands: 'all',
    capacity: 100,
    people: 3,
    onStage: 1,
    openedAt: 0,
    faces: [],
    friendsOnStage: 0,
    friendsInAudience: 0,
    ownClub: false,
    invited: false,
    ...more,
  });

test('only what was changed is sent', () => {
  const open = card();
  expect(changesNothing(editOf(open, wordsOf(open)))).toBe(true);
  const { room, ...edit } = editOf(open, { ...wordsOf(open), title: ' Coffee ', hands: 'off' }) ?? {};
  expect(edit).toEqual({ title: 'Coffee', hands: 'off' });
  expect(room).toBe(open.room);
});

test('the order of topics is no change', () => {
  const open = card();
  expect(changesNothing(editOf(open, { ...wordsOf(open), topics: ['food', 'books'] }))).toBe(true);
});

test('a room for friends has no guests', () => {
  const open = card();
  expect(editOf(open, { ...wordsOf(open), kind: 'social' })).toMatchObject({ kind: 'social', guests: false });
});

test('a title that cannot be shown is no edit; a closed room needs none', () => {
  const open = card();
  expect(editOf(open, { ...wordsOf(open), title: ' \n ' })).toBeUndefined();
  const closed = card({ kind: 'closed', title: undefined });
  expect(changesNothing(editOf(closed, wordsOf(closed)))).toBe(true);
});
