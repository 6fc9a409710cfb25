// @vitest-environment happy-dom
import { createFakeRoom } from '@stoa/client/fake';
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { closeReasons } from '../state/closed-screen.ts';
import { en } from '../strings/en.ts';
import { settled, show, showRoom } from '../test/show.tsx';

const link = '/r/AAAAAAAAAAAAAAAAAAAAAA#fake';
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });

test('starting a room needs a title and a name, and says which is missing', async () => {
  const startRoom = vi.fn(async () => createFakeRoom({ title: 'Tea', me: { role: 'moderator' } }));
  await show({ path: '/', client: { startRoom } });
  fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
  await settled();
  expect(screen.getByRole('textbox', { name: 'What is it about?' }).getAttribute('aria-invalid')).toBe(
    'true',
  );
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'What is it about?' }));
  expect(startRoom).not.toHaveBeenCalled();
});

test('starting a room ends in the room, under the link to share', async () => {
  const startRoom = vi.fn(async () => createFakeRoom({ title: 'Tea', me: { role: 'moderator' } }));
  const shown = await show({ path: '/', client: { startRoom } });
  type('What is it about?', ' Tea ');
  type('Your name in the room', 'Ada');
  fireEvent.click(screen.getByRole('radio', { name: 'I let people in' }));
  fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
  await screen.findByRole('heading', { level: 1, name: 'Tea' });
  expect(startRoom).toHaveBeenCalledWith({
    server: 'https://stoa.example',
    name: 'Ada',
    title: 'Tea',
    policy: 'knock',
    strict: false,
  });
  expect(shown.path()).toBe(link);
  expect(shown.prefs.get().name).toBe('Ada');
  expect(document.title).toBe('Tea · Stoa');
});

test('every frame is signed only in a room that was started so, and the room says it', async () => {
  const startRoom = vi.fn(async () =>
    createFakeRoom({ title: 'Tea', me: { role: 'moderator' }, strict: true }),
  );
  await show({ path: '/', client: { startRoom }, name: 'Ada' });
  type('What is it about?', 'Tea');
  const choice = screen.getByRole<HTMLInputElement>('checkbox', { name: en.strict.choice });
  expect(choice.checked).toBe(false);
  fireEvent.click(choice);
  fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
  await screen.findByRole('heading', { level: 1, name: 'Tea' });
  expect(startRoom).toHaveBeenCalledWith(expect.objectContaining({ strict: true }));
  expect(screen.getByText(en.strict.badge)).toBeTruthy();
});

test('a room that cannot be opened says so and keeps what was typed', async () => {
  await show({ path: '/', name: 'Ada', client: { startRoom: () => Promise.reject(new Error('no')) } });
  type('What is it about?', 'Tea');
  fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
  await screen.findByText(en.start.failed);
  expect(screen.getByDisplayValue('Tea')).toBeTruthy();
});

test('joining by link is one name and one tap, and the name is remembered', async () => {
  const room = createFakeRoom({ title: 'Tea', sound: 'blocked' });
  const shown = await show({ path: link, client: { joinRoom: () => room } });
  fireEvent.click(screen.getByRole('button', { name: 'Join and listen' }));
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  type('Your name in the room', 'Ada');
  fireEvent.click(screen.getByRole('button', { name: 'Join and listen' }));
  await screen.findByRole('heading', { level: 1, name: 'Tea' });
  expect(room.view.sound).toBe('playing');
  expect(shown.prefs.get().name).toBe('Ada');
});

test('an address that is no invite link is told at once, before any tap', async () => {
  await show({ path: '/r/short#x', client: { isLink: () => false } });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(en.closed.roomNotFound.title);
});

test('a link without its secret part says what is missing', async () => {
  await show({ path: '/r/AAAAAAAAAAAAAAAAAAAAAA', client: { isLink: () => false } });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(en.closed.secretMissing.title);
});

test('a browser that cannot encrypt is not let near the door', async () => {
  await show({ path: link, client: { missingParts: async () => ['modernKeys', 'somethingNew'] } });
  await screen.findByRole('heading', { level: 1, name: en.closed.unsupportedBrowser.title });
  expect(screen.getByText(en.unsupported.part.modernKeys)).toBeTruthy();
  expect(screen.getByText(en.unsupported.part.other)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Join and listen' })).toBeNull();
});

test.each(closeReasons)('a stay that ends with %s has its own screen that says what to do', async (why) => {
  const room = createFakeRoom();
  await showRoom(room);
  act(() => room.driver.close(why));
  const heading = await screen.findByRole('heading', { level: 1, name: en.closed[why].title });
  expect(screen.getByText(en.closed[why].todo)).toBeTruthy();
  expect(document.activeElement).toBe(heading);
  expect(document.title).toBe(`${en.closed[why].title} · Stoa`);
});

test('coming back joins again by the same link, from the tap', async () => {
  const rooms = [createFakeRoom({ title: 'Tea' }), createFakeRoom({ title: 'Tea' })];
  const joinRoom = vi.fn(() => rooms.shift() ?? createFakeRoom());
  await show({ path: link, name: 'Ada', client: { joinRoom } });
  fireEvent.click(screen.getByRole('button', { name: 'Join and listen' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Leave quietly' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Come back' }));
  await screen.findByRole('heading', { level: 1, name: 'Tea' });
  expect(joinRoom).toHaveBeenCalledTimes(2);
});

test('the way in: connecting, at the door, in', async () => {
  const room = createFakeRoom({ start: 'connecting', title: 'Tea' });
  await showRoom(room);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(en.connecting.heading);
  act(() => room.driver.waiting('knock'));
  await screen.findByRole('heading', { level: 1, name: en.door.knockHeading });
  expect(screen.getByText('You knocked as Me Myself.')).toBeTruthy();
  act(() => room.driver.admit());
  await screen.findByRole('heading', { level: 1, name: 'Tea' });
});

test('going away from the door leaves', async () => {
  const room = createFakeRoom({ start: 'connecting' });
  await showRoom(room);
  act(() => room.driver.waiting('steward'));
  fireEvent.click(await screen.findByRole('button', { name: en.door.cancel }));
  await screen.findByRole('button', { name: 'Join and listen' });
  expect(room.view.phase).toEqual({ is: 'closed', why: 'left' });
});

test('closing the tab leaves the room', async () => {
  const room = createFakeRoom();
  await showRoom(room);
  act(() => void window.dispatchEvent(new Event('pagehide')));
  expect(room.view.phase).toEqual({ is: 'closed', why: 'left' });
});
