// @vitest-environment happy-dom
import { createFakeRoom, type FakeRoom, type FakeScript } from '@stoa/client/fake';
import { leaf } from '@stoa/protocol';
import { act, configure, fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { en } from '../../../strings/en.ts';
import { settled, showRoom } from '../../../test/show.tsx';

// A busy machine draws slowly.
configure({ asyncUtilTimeout: 5_000 });

const [mod, speaker, listener] = [leaf(0), leaf(1), leaf(2)];
const roomFor = (role: 'moderator' | 'speaker' | 'listener', script: FakeScript = {}): FakeRoom =>
  createFakeRoom({
    title: 'Tea',
    me: { role },
    people: [{ name: 'Mod', role: 'moderator' }, { name: 'Speaker', role: 'speaker' }, { name: 'Listener' }],
    ...script,
  });

const press = async (name: string | RegExp) => {
  fireEvent.click(await screen.findByRole('button', { name }));
  await settled();
};
const choose = async (button: string, item: string | RegExp) => {
  await press(button);
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
  await settled();
};
const done = (room: FakeRoom) => room.driver.commands.at(-1);
const box = () => screen.getByRole('textbox', { name: en.chat.write }) as HTMLTextAreaElement;
const type = (text: string) => fireEvent.change(box(), { target: { value: text } });
const log = () => within(screen.getByRole('log', { name: en.chat.lines }));

test('new lines are counted at the button until the chat is open', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  act(() => void room.driver.says(speaker, 'one'));
  act(() => void room.driver.says(listener, 'two'));
  await press('Chat, 2 new messages');
  expect(log().getAllByRole('article')).toHaveLength(2);
  act(() => void room.driver.says(mod, 'three'));
  await press('Close the chat');
  expect(screen.getByRole('button', { name: 'Chat' })).toBeTruthy();
});

test('Enter sends, Shift and Enter does not, and what was refused stays to be sent again', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  await press('Chat');
  expect(log().getByText(en.chat.empty)).toBeTruthy();
  type('hello there');
  fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
  expect(room.driver.commands).toEqual([]);
  room.driver.refuseNext('tooFast');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await settled();
  expect(screen.getByText(en.outcome.tooFast)).toBeTruthy();
  expect(box().value).toBe('hello there');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await settled();
  expect(done(room)).toEqual({ do: 'say', body: { k: 'chat', text: 'hello there' } });
  expect(box().value).toBe('');
  expect(log().getByText('hello there')).toBeTruthy();
});

test('near the end one is told how much is left, and beyond it nothing is sent', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  await press('Chat');
  type('x'.repeat(295));
  expect(screen.getByText('5 characters left')).toBeTruthy();
  type('x'.repeat(301));
  expect(screen.getByText('1 character too many')).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Send' }) as HTMLButtonElement).disabled).toBe(true);
});

test('who may not write is told why', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  await press('Chat');
  act(() => room.driver.chatIsFor('stage'));
  expect(screen.getByText(en.chat.closedFor.stage)).toBeTruthy();
  act(() => room.driver.chatIsFor('nobody'));
  expect(screen.getByText(en.chat.closedFor.nobody)).toBeTruthy();
  act(() => room.driver.chatIsFor('everybody'));
  act(() => room.view.me && room.driver.silences(room.view.me.leaf, true));
  expect(screen.getByText(en.chat.silenced)).toBeTruthy();
  expect(screen.getByTestId('own-news').textContent).toBe(en.say.silenced);
  expect(screen.queryByRole('button', { name: 'React' })).toBeNull();
});

test('a listener hides their own line and no other', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  await press('Chat');
  act(() => void room.driver.says(speaker, 'theirs'));
  type('mine');
  await press('Send');
  expect(screen.queryByRole('button', { name: 'Options for the message of Speaker' })).toBeNull();
  await choose('Options for the message of You', 'Hide the message');
  expect(log().getByText('Hidden by Me Myself')).toBeTruthy();
  expect(log().queryByText('mine')).toBeNull();
});

test('a moderator hides a line, stops its author from writing, and lets them write again', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await press('Chat');
  act(() => void room.driver.says(listener, 'rude'));
  await choose('Options for the message of Listener', /^Stop from writing/);
  expect(done(room)).toEqual({ do: 'silence', leaf: listener, silenced: true });
  await choose('Options for the message of Listener', 'Hide the message');
  expect(log().queryByText('rude')).toBeNull();
  await choose('Options for Listener', 'Let write again');
  expect(done(room)).toEqual({ do: 'silence', leaf: listener, silenced: false });
});

test('a link of a line is pinned with a name, seen with its host, and taken down', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await press('Chat');
  act(() => void room.driver.says(listener, 'read https://books.example/list?x=1.'));
  expect(log().getByRole('link').getAttribute('href')).toBe('https://books.example/list?x=1');
  await choose('Options for the message of Listener', 'Pin the link');
  expect((screen.getByRole('textbox', { name: 'Link' }) as HTMLInputElement).value).toBe(
    'https://books.example/list?x=1',
  );
  await press('Pin for everyone');
  expect(room.view.chat.pin).toBeUndefined();
  fireEvent.change(screen.getByRole('textbox', { name: 'What is it?' }), { target: { value: 'The list' } });
  await press('Pin for everyone');
  const pinned = within(screen.getByRole('region', { name: 'Pinned link' }));
  expect(pinned.getByText('books.example')).toBeTruthy();
  expect(pinned.getByRole('link').getAttribute('rel')).toContain('noopener');
  await press('Take the pinned link down');
  expect(screen.queryByRole('region', { name: 'Pinned link' })).toBeNull();
});

test('a reaction is one tap in an open panel, shown without words, and said to whoever sent it', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  await press('React');
  await press('Applause');
  expect(done(room)).toEqual({ do: 'react', sign: '👏' });
  expect(screen.getByText('Shown to everyone: Applause')).toBeTruthy();
  await press('Idea');
  expect(room.view.chat.reactions.map(({ sign }) => sign)).toEqual(['👏', '💡']);
});

test('C opens the chat and closes it, Escape gives the focus back', async () => {
  const room = roomFor('listener');
  await showRoom(room);
  fireEvent.keyDown(document.body, { key: 'c' });
  await settled();
  const lines = screen.getByRole('log', { name: en.chat.lines });
  fireEvent.keyDown(lines, { key: 'Escape' });
  await settled();
  expect(screen.queryByRole('log', { name: en.chat.lines })).toBeNull();
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Chat');
});

test('a screen reader hears one line as it is, and several as a number', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const room = roomFor('listener');
  await showRoom(room);
  await press('Chat');
  act(() => void room.driver.says(speaker, 'hello'));
  await settled();
  expect(screen.getByTestId('chat-news').textContent).toBe('Speaker wrote: hello');
  vi.setSystemTime(Date.now() + 5_000);
  act(() => {
    room.driver.says(speaker, 'again');
    room.driver.says(listener, 'and again');
  });
  await settled();
  expect(screen.getByTestId('chat-news').textContent).toBe('2 new messages.');
  vi.useRealTimers();
});

test('time on stage is limited: its owner sees it, a moderator gives it for good', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await choose('Room menu', /^Room settings/);
  fireEvent.change(screen.getByLabelText(en.rules.probation), { target: { value: '60' } });
  await settled();
  expect(done(room)).toEqual({ do: 'setProbation', seconds: 60 });
  await press('Close');
  act(() => room.driver.probationEnds(speaker, Date.now() + 42_000));
  expect(screen.getByText('0:42')).toBeTruthy();
  await choose('Options for Speaker', 'Keep on stage');
  expect(done(room)).toEqual({ do: 'keepOnStage', leaf: speaker });
  expect(screen.queryByText('0:42')).toBeNull();
});

test('somebody whose time is over hears it once, and not as being moved', async () => {
  const room = roomFor('speaker');
  act(() => room.view.me && room.driver.probationEnds(room.view.me.leaf, Date.now() + 47_000));
  await showRoom(room);
  expect(screen.getByText(/Your time on stage/).textContent).toContain('0:47');
  act(() => room.driver.myProbationIsOver());
  expect(screen.getByTestId('own-news').textContent).toBe(en.say.probationOver);
});

test('a moderator sets who writes', async () => {
  const room = roomFor('moderator');
  await showRoom(room);
  await choose('Room menu', /^Room settings/);
  fireEvent.click(screen.getByRole('radio', { name: 'Moderators only' }));
  await settled();
  expect(done(room)).toEqual({ do: 'setChat', who: 'nobody' });
  expect(room.view.chat.who).toBe('nobody');
});
