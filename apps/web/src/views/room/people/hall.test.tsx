// @vitest-environment happy-dom
import { createFakeRoom, type FakeRoom } from '@stoa/client/fake';
import { leaf, toBase64Url } from '@stoa/protocol';
import { configure, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { en } from '../../../strings/en.ts';
import type { Replies } from '../../../test/replies.ts';
import { refused } from '../../../test/replies.ts';
import { settled, show } from '../../../test/show.tsx';

// A busy machine draws slowly.
configure({ asyncUtilTimeout: 5_000 });

const handle = '7Qk2mV9xTzR4bN1cWfYh3g';
const link = `/r/${handle}#k3Jx9vQe2TnLr8uYwA5cZs7dHf0bMg1pXo4iVt6jRqKQ`;
const idOf = (number: number) => new Uint8Array(16).fill(number);
const textOf = (number: number) => toBase64Url(idOf(number));
const device = (number: number) => new Uint8Array(32).fill(number);
const person = (number: number, name: string, role = 'listener') => ({
  ...{ account: textOf(number), handle: `p${number}`, name, role, followed: false },
});
const me = {
  ...{ id: textOf(99), session: textOf(98), handle: 'me', name: 'Me Myself', bio: '', links: [] },
  ...{ operator: false, joinedOn: '2026-03-14', passkeys: 2, recovery: { code: true }, deviceGeneration: 1 },
};
const card = (more: Record<string, unknown> = {}) => ({
  ...{ room: handle, kind: 'open', title: 'Tea', topics: [], languages: [], guests: true, hands: 'all' },
  ...{ capacity: 100, people: 5, onStage: 1, openedAt: 0, faces: [], friendsOnStage: 0 },
  ...{ friendsInAudience: 0, ownClub: false, invited: false, keyHash: textOf(7), ...more },
});
const profile = (number: number, name: string, more: Record<string, unknown> = {}) => ({
  ...{ account: textOf(number), handle: `p${number}`, name, bio: 'Bees.', links: [], since: '2026-02-03' },
  ...{ self: false, follows: false, followsYou: true, muted: false, bell: 'sometimes', listsPrivate: true },
  ...{ blockedByFollowed: false, clubs: [], ...more },
});

/** Mod (account 1) on stage; Fay (2) whom the stage follows, Oz (3), and Gus without an account. */
function roomOf(role: 'moderator' | 'listener' = 'listener'): FakeRoom {
  const room = createFakeRoom({
    link,
    me: { role },
    people: [{ name: 'Mod', role: 'moderator' }, { name: 'Fay' }, { name: 'Oz' }, { name: 'Gus' }],
  });
  for (const number of [1, 2, 3])
    room.driver.provesAccount(leaf(number - 1), { id: idOf(number), device: device(number) });
  return room;
}

const asked: { path: string; body: unknown }[] = [];
const noting = (path: string) => (body: unknown) => {
  asked.push({ path, body });
  return {};
};
const replies = (more: Replies = {}): Replies => ({
  '/api/accounts/me': me,
  '/api/rooms/show': card(),
  '/api/rooms/people': ({ part, text }: { part: string; text?: string }) => {
    const parts: Record<string, ReturnType<typeof person>[]> = {
      stage: [person(1, 'Mod', 'moderator')],
      followed: [person(2, 'Fay')],
      others: [person(3, 'Oz')],
    };
    const all = text === undefined ? parts[part] : Object.values(parts).flat();
    const people = (all ?? []).filter(({ name }) => name.toLowerCase().includes(text ?? ''));
    return { people, total: people.length, guests: 1 };
  },
  '/api/rooms/invite': noting('invite'),
  '/api/rooms/edit': noting('edit'),
  '/api/people/followers': { people: [person(5, 'Zoë'), person(2, 'Fay')] },
  ...more,
});
const enter = async (room: FakeRoom, more: Replies = {}) => {
  asked.length = 0;
  await show({ path: link, room, replies: replies(more) });
  await settled();
};
const press = async (name: string | RegExp) => {
  fireEvent.click(await screen.findByRole('button', { name }));
  await settled();
};

test('those whom the speakers follow stand before the others, and guests by themselves', async () => {
  await enter(roomOf());
  const names = async (title: string) =>
    within(await screen.findByRole('region', { name: title }))
      .getAllByRole('listitem')
      .map((item) => item.textContent);
  expect(await names(en.inRoom.followed)).toEqual(['FFay']);
  expect(await names(en.inRoom.others)).toEqual(['OOz']);
  expect(await names(en.inRoom.guests)).toContain('GGus');
});

test('without an account, or in a room of links alone, the audience is the signed list', async () => {
  await enter(roomOf(), { '/api/rooms/show': refused('notFound') });
  expect(screen.queryByRole('region', { name: en.inRoom.followed })).toBeNull();
  const audience = within(screen.getByRole('region', { name: 'Audience' }));
  expect(audience.getAllByRole('listitem')).toHaveLength(4);
});

test('in a big room one searches all who are here', async () => {
  const room = roomOf();
  for (let number = 0; number < 20; number++) room.driver.joins(`P${number}`, 'listener', false);
  await enter(room);
  fireEvent.change(await screen.findByRole('searchbox', { name: en.inRoom.search }), {
    target: { value: 'mo' },
  });
  expect(await screen.findByText('1 person found')).toBeTruthy();
  expect(within(screen.getByRole('region', { name: 'Audience' })).getByText('Moderator')).toBeTruthy();
  fireEvent.change(screen.getByRole('searchbox', { name: en.inRoom.search }), { target: { value: 'qqq' } });
  expect(await screen.findByText(en.inRoom.nobodyFound)).toBeTruthy();
});

test('a moderator’s menu is there for people with accounts too', async () => {
  const room = roomOf('moderator');
  await enter(room);
  await screen.findByRole('region', { name: en.inRoom.followed });
  await press('Options for Fay');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Invite to the stage' }));
  await settled();
  expect(room.driver.commands.at(-1)).toEqual({ do: 'invite', leaf: leaf(1) });
});

test('followers are asked in by one tap, and who is here needs no asking', async () => {
  await enter(roomOf());
  await press('Invite people');
  const list = within(await screen.findByRole('region', { name: en.inRoom.askPeople }));
  expect(list.getByText(en.inRoom.here)).toBeTruthy();
  await press('Ask Zoë in');
  expect(asked.map(({ path }) => path)).toEqual(['invite']);
  expect(list.getByText(en.inRoom.asked)).toBeTruthy();
  fireEvent.change(list.getByRole('searchbox'), { target: { value: 'ZOE' } });
  await screen.findByText(en.inRoom.asked);
  expect(screen.getByRole('button', { name: 'Copy link' })).toBeTruthy();
});

test('a listener of a room for friends only has the link to give', async () => {
  await enter(roomOf(), { '/api/rooms/show': card({ kind: 'social', guests: false }) });
  await press('Invite people');
  await screen.findByRole('button', { name: 'Copy link' });
  expect(screen.queryByRole('region', { name: en.inRoom.askPeople })).toBeNull();
});

test('a moderator edits what the room is called and who may raise a hand', async () => {
  await enter(roomOf('moderator'));
  await press('Room menu');
  fireEvent.click(await screen.findByRole('menuitem', { name: /^Room settings/ }));
  fireEvent.change(await screen.findByRole('textbox', { name: 'What is it about?' }), {
    target: { value: 'Coffee' },
  });
  fireEvent.click(screen.getByRole('radio', { name: 'Nobody' }));
  await press('Save');
  expect(asked).toMatchObject([{ path: 'edit', body: { title: 'Coffee', hands: 'off' } }]);
});

const devices = (number: number) => ({
  generation: 1,
  devices: [
    {
      ...{ id: textOf(50), addedIn: 1, addedOn: '2026-03-14' },
      ...{ ed25519: toBase64Url(device(number)), x25519: toBase64Url(device(200)) },
    },
  ],
});

test('who somebody is: the account that the device proved, and what those one follows think of it', async () => {
  await enter(roomOf(), {
    '/api/people/profile': profile(1, 'Mod', { blockedByFollowed: true }),
    '/api/accounts/devices-of': devices(1),
  });
  await press('About Mod');
  expect(await screen.findByText('Verified: this is the account @p1')).toBeTruthy();
  expect(screen.getByText(en.people.warnBlocked)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Profile' }).getAttribute('href')).toBe('/p#p1');
  await press('Report…');
  expect(await screen.findByRole('dialog', { name: /Mod/ })).toBeTruthy();
});

test('a device that the account has not published is a warning', async () => {
  await enter(roomOf(), {
    '/api/people/profile': profile(1, 'Mod'),
    '/api/accounts/devices-of': devices(9),
  });
  await press('About Mod');
  expect((await screen.findByText(en.inRoom.unknownDevice)).closest('[role="alert"]')).toBeTruthy();
  expect(screen.queryByText(/^Verified/)).toBeNull();
});

test('an invitation into a closed room whose link could not be sealed is not sent', async () => {
  await enter(roomOf('moderator'), {
    '/api/rooms/show': card({ kind: 'closed', title: undefined, keyHash: undefined }),
    '/api/accounts/devices-of': refused('busy'),
  });
  await press('Invite people');
  await press('Ask Zoë in');
  expect(await screen.findByText(en.answers.refused.busy)).toBeTruthy();
  expect(asked).toEqual([]);
});
