import { createFakeRoom } from '@stoa/client/fake';
import { leaf } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { personActions } from './person-actions.ts';

const roomOf = (role: 'moderator' | 'listener') =>
  createFakeRoom({
    me: { role },
    people: [{ name: 'Mod', role: 'moderator' }, { name: 'Speaker', role: 'speaker' }, { name: 'Listener' }],
  }).view;

const offered = (
  view: ReturnType<typeof roomOf>,
  name: string,
  { frozen = false, silenced = false }: { frozen?: boolean; silenced?: boolean } = {},
) => {
  const person = [...view.stage, ...view.audience.people].find((one) => one.name === name);
  if (!person) throw new Error('nobody of that name');
  return personActions(view.me, person, { frozen, silenced });
};

test('listeners are offered nothing about anybody', () => {
  for (const name of ['Mod', 'Speaker', 'Listener', 'Me Myself'])
    expect(offered(roomOf('listener'), name)).toEqual([]);
});

test('a moderator is offered what fits the person, and nothing about itself', () => {
  const view = roomOf('moderator');
  expect(offered(view, 'Me Myself')).toEqual([]);
  expect(offered(view, 'Speaker')).toEqual(['mute', 'moveToAudience', 'makeModerator', 'silence', 'remove']);
  expect(offered(view, 'Mod')).not.toContain('makeModerator');
  expect(offered(view, 'Listener')).toEqual(['invite', 'silence', 'remove']);
});

test('nobody is invited onto a frozen stage', () => {
  expect(offered(roomOf('moderator'), 'Listener', { frozen: true })).toEqual(['silence', 'remove']);
});

test('who was stopped from writing may be let write again; nobody stops a moderator', () => {
  const view = roomOf('moderator');
  expect(offered(view, 'Listener', { silenced: true })).toEqual(['invite', 'unsilence', 'remove']);
  expect(offered(view, 'Mod')).not.toContain('silence');
});

test('somebody whose time on stage is limited can be kept there', () => {
  const room = createFakeRoom({ me: { role: 'moderator' }, people: [{ name: 'Speaker', role: 'speaker' }] });
  expect(offered(room.view, 'Speaker')).not.toContain('keepOnStage');
  room.driver.probationEnds(leaf(0), 60_000);
  expect(offered(room.view, 'Speaker')).toContain('keepOnStage');
});
