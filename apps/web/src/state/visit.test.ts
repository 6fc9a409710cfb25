import { createFakeRoom } from '@stoa/client/fake';
import { expect, test, vi } from 'vitest';
import { type ClientPort, createVisit } from './visit.ts';

const client = (parts: Partial<ClientPort>): ClientPort => ({
  startRoom: async () => createFakeRoom({ me: { role: 'moderator' } }),
  joinRoom: () => createFakeRoom(),
  prepare: () => () => {},
  isLink: () => true,
  missingParts: async () => [],
  ...parts,
});
const options = { name: 'Ada', title: 'Tea', policy: 'link', strict: false } as const;
const origin = () => 'https://stoa.example';

test('a started room is entered under its own link', async () => {
  const startRoom = vi.fn(client({}).startRoom);
  const visit = createVisit(client({ startRoom }), origin);
  expect(await visit.start(options)).toBe(true);
  expect(startRoom).toHaveBeenCalledWith({ ...options, server: 'https://stoa.example' });
  expect(visit.get()).toMatchObject({ is: 'in', path: '/r/AAAAAAAAAAAAAAAAAAAAAA#fake', name: 'Ada' });
});

test('a second tap while the room is being opened opens no second room', async () => {
  const startRoom = vi.fn(client({}).startRoom);
  const visit = createVisit(client({ startRoom }), origin);
  const first = visit.start(options);
  expect(await visit.start(options)).toBe(false);
  expect(await first).toBe(true);
  expect(startRoom).toHaveBeenCalledTimes(1);
});

test('a room that cannot be opened says why, as far as there are words', async () => {
  const failing = (error: unknown) => createVisit(client({ startRoom: () => Promise.reject(error) }), origin);
  const fast = failing(Object.assign(new Error('no'), { why: 'tooFast' }));
  expect(await fast.start(options)).toBe(false);
  expect(fast.get()).toEqual({ is: 'startFailed', why: 'tooFast' });
  const other = failing(new TypeError('fetch failed'));
  await other.start(options);
  expect(other.get()).toEqual({ is: 'startFailed', why: 'other' });
});

test('joining hands over the whole link and unlocks the sound in the same tap', () => {
  const room = createFakeRoom({ sound: 'blocked' });
  const joinRoom = vi.fn(() => room);
  createVisit(client({ joinRoom }), origin).join('/r/AAAAAAAAAAAAAAAAAAAAAA#k', 'Ada');
  expect(joinRoom).toHaveBeenCalledWith({
    link: 'https://stoa.example/r/AAAAAAAAAAAAAAAAAAAAAA#k',
    name: 'Ada',
    server: 'https://stoa.example',
  });
  expect(room.view.sound).toBe('playing');
});

test('joining another room, or dropping this one, leaves it', () => {
  const rooms = [createFakeRoom(), createFakeRoom()];
  let next = 0;
  const visit = createVisit(client({ joinRoom: () => rooms[next++] ?? createFakeRoom() }), origin);
  visit.join('/r/a#a', 'Ada');
  visit.join('/r/b#b', 'Ada');
  expect(rooms[0]?.view.phase).toEqual({ is: 'closed', why: 'left' });
  expect(rooms[1]?.view.phase.is).toBe('live');
  visit.drop();
  expect(rooms[1]?.view.phase).toEqual({ is: 'closed', why: 'left' });
  expect(visit.get()).toEqual({ is: 'none' });
});
