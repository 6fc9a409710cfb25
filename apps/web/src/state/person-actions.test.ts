import { createFakeRoom } from '@stoa/client/fake';
import { expect, test } from 'vitest';
import { personActions } from './person-actions.ts';

const roomOf = (role: 'moderator' | 'listener') =>
  createFakeRoom({
    me: { role },
    people: [{ name: 'Mod', role: 'moderator' }, { name: 'Speaker', role: 'speaker' }, { name: 'Listener' }],
  }).view;

const offered = (view: ReturnType<typeof roomOf>, name: string, frozen = false) => {
  const person = [...view.stage, ...view.audience.people].find((one) => one.name === name);
  if (!person) throw new Error('nobody of that name');
  return personActions(view.me, person, frozen);
};

test('listeners are offered nothing about anybody', () => {
  for (const name of ['Mod', 'Speaker', 'Listener', 'Me Myself'])
    expect(offered(roomOf('listener'), name)).toEqual([]);
});

test('a moderator is offered what fits the person, and nothing about itself', () => {
  const view = roomOf('moderator');
  expect(offered(view, 'Me Myself')).toEqual([]);
  expect(offered(view, 'Speaker')).toEqual(['mute', 'moveToAudience', 'makeModerator', 'remove']);
  expect(offered(view, 'Mod')).not.toContain('makeModerator');
  expect(offered(view, 'Listener')).toEqual(['invite', 'remove']);
});

test('nobody is invited onto a frozen stage', () => {
  expect(offered(roomOf('moderator'), 'Listener', true)).toEqual(['remove']);
});
