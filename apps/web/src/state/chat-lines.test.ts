import { createFakeRoom } from '@stoa/client/fake';
import { leaf } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { keyOf, lineActions, turnsOf, unseen } from './chat-lines.ts';

function lively() {
  let now = 1_000;
  const room = createFakeRoom({
    now: () => now,
    me: { role: 'moderator' },
    people: [{ name: 'Bo', role: 'speaker' }, { name: 'Cy' }],
  });
  const [bo, cy] = [leaf(0), leaf(1)];
  room.driver.says(bo, 'one');
  room.driver.says(bo, 'two');
  room.driver.says(cy, 'three');
  now += 10 * 60_000;
  room.driver.says(cy, 'four');
  return { room, bo, cy };
}

test('what one person writes in a row is one turn, until a long pause', () => {
  const { room } = lively();
  const turns = turnsOf(room.view.chat.lines);
  expect(turns.map(({ lines }) => lines.map(({ text }) => text))).toEqual([
    ['one', 'two'],
    ['three'],
    ['four'],
  ]);
  expect(new Set(turns.map(({ key }) => key)).size).toBe(3);
});

test('new is what came after the line that was seen, but for one’s own and the hidden', async () => {
  const { room, cy } = lively();
  const { lines } = room.view.chat;
  expect(unseen(lines, undefined)).toHaveLength(4);
  const last = lines.at(-1);
  if (!last) throw new Error('there is a last line');
  await room.say('mine');
  const rude = room.driver.says(cy, 'rude');
  room.driver.says(cy, 'kind');
  expect(unseen(room.view.chat.lines, keyOf(last)).map(({ text }) => text)).toEqual(['rude', 'kind']);
  room.driver.hides(cy, { leaf: cy, counter: rude });
  expect(unseen(room.view.chat.lines, keyOf(last)).map(({ text }) => text)).toEqual(['kind']);
});

test('when the line that was seen is gone, everything is new', () => {
  const { room } = lively();
  expect(unseen(room.view.chat.lines, '99:99')).toHaveLength(4);
});

test('a line offers what fits its reader', () => {
  const { room } = lively();
  const line = room.view.chat.lines[2];
  if (!line) throw new Error('there is a third line');
  const about = { link: false, authorModerates: false, silenced: false, reportable: true };
  const { me } = room.view;
  expect(lineActions(me, line, about)).toEqual(['hide', 'silence', 'report']);
  expect(lineActions(me, line, { ...about, silenced: true, link: true })).toEqual(['pin', 'hide', 'report']);
  expect(lineActions(me, line, { ...about, authorModerates: true })).toEqual(['hide', 'report']);
  const listener = me && { ...me, role: 'listener' as const };
  expect(lineActions(listener, line, about)).toEqual(['report']);
  expect(lineActions(listener, { ...line, isMe: true }, about)).toEqual(['hide']);
  expect(lineActions(me, { ...line, hidden: { byName: 'Ada' } }, about)).toEqual([]);
});
