// @vitest-environment happy-dom
import { createFakeRoom, type FakeRoom, type FakeScript } from '@stoa/client/fake';
import { leaf } from '@stoa/protocol';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { en } from '../../strings/en.ts';
import { settled, showRoom } from '../../test/show.tsx';

const people = [
  { name: 'Mod', role: 'moderator' },
  { name: 'Speaker', role: 'speaker' },
  { name: 'Listener' },
] as const;
const [mod, speaker, listener] = [leaf(0), leaf(1), leaf(2)];
const roomFor = (role: 'moderator' | 'speaker' | 'listener', script: FakeScript = {}): FakeRoom =>
  createFakeRoom({ title: 'Tea', me: { role }, people, ...script });

const press = async (name: string | RegExp) => {
  fireEvent.click(await screen.findByRole('button', { name }));
  await settled();
};
const choose = async (menu: string, item: string) => {
  await press(menu);
  fireEvent.click(await screen.findByRole('menuitem', { name: new RegExp(`^${item}`) }));
  await settled();
};
const done = (room: FakeRoom) => room.driver.commands.at(-1);
const seatOf = (name: string) => {
  const seat = within(screen.getByRole('region', { name: 'On stage' }))
    .getAllByRole('listitem')
    .find((item) => item.textContent?.includes(name));
  if (!seat) throw new Error('nobody of that name is on stage');
  return seat;
};

test('raising and lowering the hand, with the place in line', async () => {
  const room = roomFor('listener');
  room.driver.raisesHand(listener);
  await showRoom(room);
  await press(/raise hand/i);
  expect(done(room)).toEqual({ do: 'raiseHand' });
  expect(screen.getByText('Your hand is up. You are number 2 in line.')).toBeTruthy();
  await press(/lower hand/i);
  expect(done(room)).toEqual({ do: 'lowerHand' });
});

test('a frozen stage says why hands stay down', async () => {
  const room = roomFor('listener');
  room.driver.freeze(true);
  await showRoom(room);
  expect((screen.getByRole('button', { name: /raise hand/i }) as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(en.hands.frozen)).toBeTruthy();
});

test('the mute button says the state and what it does', async () => {
  const room = roomFor('speaker');
  await showRoom(room);
  await press('Your microphone is on. Press to mute');
  expect(done(room)).toEqual({ do: 'muteSelf', muted: true });
  expect(within(seatOf('Me Myself')).getByText(/muted/)).toBeTruthy();
  expect(screen.getByTestId('own-news').textContent).toBe('Muted.');
  await press('Muted. Press to unmute');
  expect(done(room)).toEqual({ do: 'muteSelf', muted: false });
});

test('M mutes on stage, and does nothing when shortcuts are off', async () => {
  const room = roomFor('speaker');
  const shown = await showRoom(room);
  fireEvent.keyDown(document.body, { key: 'm' });
  await settled();
  expect(room.view.me?.muted).toBe(true);
  act(() => shown.prefs.set({ shortcuts: false }));
  fireEvent.keyDown(document.body, { key: 'm' });
  await settled();
  expect(room.view.me?.muted).toBe(true);
});

test('an invitation is accepted: the microphone is asked for, then the stage', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => room.driver.inviteMe());
  expect(await screen.findByRole('dialog', { name: en.invite.title })).toBeTruthy();
  expect(screen.getByText(en.invite.bluetooth)).toBeTruthy();
  await press('Go on stage');
  expect(room.view.me?.role).toBe('speaker');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('who comes on stage by keyboard stands on the mute button, not at the top of the page', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  screen.getByRole('button', { name: /raise hand/i }).focus();
  act(() => room.driver.comesOnStage(room.view.me?.leaf ?? mod));
  const mute = await screen.findByRole('button', { name: 'Your microphone is on. Press to mute' });
  await vi.waitFor(() => expect(document.activeElement).toBe(mute));
});

test('an invitation is declined', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => room.driver.inviteMe());
  await press('Not now');
  expect(done(room)).toEqual({ do: 'declineInvite' });
});

test.each(['denied', 'missing', 'busy'] as const)(
  'a microphone that is %s: what to do, and listening goes on',
  async (state) => {
    const room = roomFor('listener');
    room.driver.microphoneWillBe(state);
    await showRoom(room);
    act(() => room.driver.inviteMe());
    await press('Go on stage');
    expect(await screen.findByRole('dialog', { name: en.mic[state].title })).toBeTruthy();
    expect(room.view.phase.is).toBe('live');
    room.driver.microphoneWillBe('granted');
    await press('Try again');
    expect(room.view.me?.role).toBe('speaker');
  },
);

test('giving up on the microphone keeps listening and frees the invitation', async () => {
  const room = roomFor('listener');
  room.driver.microphoneWillBe('denied');
  await showRoom(room);
  act(() => room.driver.inviteMe());
  await press('Go on stage');
  await press('Keep listening');
  expect(room.view.me?.invited).toBe(false);
  expect(room.view.me?.role).toBe('listener');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a moderator invites from the line, in order, and lowers a hand', async () => {
  const room = roomFor('moderator');
  const late = room.driver.joins('Late');
  room.driver.raisesHand(late);
  room.driver.raisesHand(listener);
  await showRoom(room);
  const line = within(await screen.findByRole('region', { name: 'Raised hands' }));
  expect(line.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    expect.stringContaining('Late'),
    expect.stringContaining('Listener'),
  ]);
  await press('Invite Late to the stage');
  expect(done(room)).toEqual({ do: 'invite', leaf: late });
  await press('Lower the hand of Listener');
  expect(done(room)).toEqual({ do: 'dismissHand', leaf: listener });
});

test('a moderator answers the door', async () => {
  const room = roomFor('moderator');
  room.driver.knocks('Kai');
  await showRoom(room);
  await press('Let Kai in');
  expect(done(room)).toEqual({ do: 'answerKnock', letIn: true });
  act(() => void room.driver.knocks('Eve'));
  await press('Turn Eve away');
  expect(done(room)).toEqual({ do: 'answerKnock', letIn: false });
});

test('a moderator mutes a speaker and moves it to the audience', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await choose('Options for Speaker', 'Mute');
  expect(done(room)).toEqual({ do: 'mute', leaf: speaker });
  await choose('Options for Speaker', 'Move to the audience');
  expect(done(room)).toEqual({ do: 'moveToAudience', leaf: speaker });
});

test('removing somebody is asked once more', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await choose('Options for Listener', 'Remove from the room');
  expect(room.driver.commands).toEqual([]);
  expect(await screen.findByRole('alertdialog', { name: 'Remove Listener?' })).toBeTruthy();
  await press('Remove');
  expect(done(room)).toEqual({ do: 'remove', leaf: listener });
});

test('ending the room is asked once more', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await choose('Room menu', 'End the room for everyone');
  expect(room.view.phase.is).toBe('live');
  await press('End the room');
  await screen.findByRole('heading', { level: 1, name: en.closed.roomEnded.title });
});

test('a refusal is said in a sentence', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  room.driver.refuseNext('stageFull');
  await choose('Options for Listener', 'Invite to the stage');
  expect(screen.getByTestId('own-news').textContent).toBe(en.outcome.stageFull);
});

test('marks on stage have words', async () => {
  const room = roomFor('listener');
  room.driver.mutes(speaker, true);
  room.driver.verifies(mod, 'verified');
  room.driver.goesAway(speaker, true);
  await showRoom(room);
  expect(seatOf('Mod').textContent).toContain('voice verified');
  expect(seatOf('Speaker').textContent).toMatch(/muted.*away/);
  act(() => room.driver.verifies(mod, 'failed'));
  expect(seatOf('Mod').textContent).toContain('voice not verified');
});

test('while the connection is away the room stays in view, out of reach', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => room.driver.reconnecting(1, Date.now() + 5_000));
  expect(screen.getByText(/Trying again in 5 seconds/)).toBeTruthy();
  expect(screen.getByText('Mod')).toBeTruthy();
  expect((screen.getByRole('button', { name: /raise hand/i }) as HTMLButtonElement).disabled).toBe(true);
});

test('a blocked sound waits for the next tap, wherever it is', async () => {
  const room = roomFor('listener', { sound: 'blocked' });
  await showRoom(room);
  act(() => room.driver.sound('blocked'));
  expect(screen.getByRole('button', { name: 'Tap to listen' })).toBeTruthy();
  fireEvent.pointerUp(document.body);
  await settled();
  expect(room.view.sound).toBe('playing');
  expect(screen.queryByRole('button', { name: 'Tap to listen' })).toBeNull();
});

test('how many can hear, and the warning when the numbers do not agree', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => room.driver.canHear(17));
  await press(/^17 people can hear this/);
  expect(screen.getByText(en.hear.agree)).toBeTruthy();
  act(() => room.driver.mismatch({ roster: 17, consumers: 18, participants: 17 }));
  expect(screen.getAllByText(/Sound connections: 18/).length).toBeGreaterThan(0);
  expect(screen.queryByText(en.hear.agree)).toBeNull();
});

test.each([
  'hostMissing',
  'keysRestarted',
  'sendingStopped',
  'forgedKeys',
  'forgedMessages',
  'forkedRoster',
] as const)('the alarm %s is a sentence with what to do', async (alarm) => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => room.driver.alarm(alarm));
  expect(screen.getByRole('alert').textContent).toContain(en.alarm[alarm].title);
  expect(screen.getByText(en.alarm[alarm].todo)).toBeTruthy();
});

test('a big audience is a count and a page, and more on request', async () => {
  const room = roomFor('listener');
  for (let at = 0; at < 120; at++) room.driver.joins(`P${at}`, 'listener', false);
  await showRoom(room);
  const audience = within(screen.getByRole('region', { name: 'Audience' }));
  expect(audience.getByText('122 people listening')).toBeTruthy();
  expect(audience.getAllByRole('listitem')).toHaveLength(2);
  await press('Show more people');
  expect(audience.getAllByRole('listitem')).toHaveLength(52);
});
