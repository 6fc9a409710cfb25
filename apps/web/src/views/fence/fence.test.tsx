// @vitest-environment happy-dom
import { type KnownPlaces, readFence } from '@stoa/client';
import { createFakeRoom } from '@stoa/client/fake';
import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { strayReceipt } from '../../gallery/fenced.ts';
import { en } from '../../strings/en.ts';
import { settled, show, showRoom } from '../../test/show.tsx';

const link = '/r/AAAAAAAAAAAAAAAAAAAAAA#fake';
const places: KnownPlaces = { countries: ['DE', 'FR', 'US'], app: 'DE', operators: ['a.example'] };
const german = readFence('DE') ?? {};
const room = () => createFakeRoom({ title: 'Tea', me: { role: 'moderator' } });
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });
const choose = (name: RegExp) => fireEvent.click(screen.getByRole('radio', { name }));

test('countries are asked about where it is known where machines stand, and the one of the page is always among them', async () => {
  const startRoom = vi.fn(async () => room());
  await show({ path: '/', client: { startRoom, knownPlaces: async () => places }, name: 'Ada' });
  type('What is it about?', 'Tea');
  await screen.findByText(en.fence.legend);
  choose(/^Only through/);
  fireEvent.click(screen.getByRole('button', { name: 'France' }));
  fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
  await settled();
  expect(startRoom).toHaveBeenCalledWith(expect.objectContaining({ fence: readFence('DE,FR') }));
});

test('where nobody said where machines stand nobody is asked', async () => {
  await show({ path: '/', client: { startRoom: async () => room(), knownPlaces: async () => undefined } });
  await settled();
  expect(screen.queryByText(en.fence.legend)).toBeNull();
});

test('a rule that would leave no machine says so before anybody is sent away by it', async () => {
  const client = {
    startRoom: async () => room(),
    knownPlaces: async () => ({ ...places, countries: ['US'] }),
  };
  await show({ path: '/', client });
  await screen.findByText(en.fence.legend);
  choose(/^Only through/);
  expect(screen.getByText(en.fence.nothingLeft)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'United States' }));
  expect(screen.queryByText(en.fence.nothingLeft)).toBeNull();
});

test('whoever comes by a link sees the rule before joining', async () => {
  const lookAtRoom = vi.fn(async () => ({
    ...({ title: 'Tea', policy: 'link', strict: false } as const),
    fence: readFence('!CN/!b.example') ?? {},
  }));
  await show({ path: link, client: { knownPlaces: async () => places, lookAtRoom } });
  expect(
    await screen.findByText('Sound does not pass through China · and no machines of b.example'),
  ).toBeTruthy();
});

test('in the room the rule stands in its head, and the receipt says what was contacted and what should not have been', async () => {
  await showRoom(
    createFakeRoom({
      ...{ title: 'Tea', me: { role: 'listener' }, people: [{ name: 'Mod', role: 'moderator' }] },
      ...{ fence: { room: german, directory: 'forged' }, receipt: strayReceipt },
    }),
  );
  expect(screen.getByText('Sound only passes through Germany')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: en.room.menu }));
  await settled();
  fireEvent.click(await screen.findByRole('menuitem', { name: en.fence.item }));
  await settled();
  expect(await screen.findByText(en.fence.someOutside)).toBeTruthy();
  expect(screen.getByText(en.fence.forged)).toBeTruthy();
  const rows = screen.getByRole('list', { name: en.fence.caption }).children;
  expect(
    [...rows].map((row) => /Germany|Switzerland|Not in the list/.exec(row.textContent ?? '')?.[0]),
  ).toEqual(['Germany', 'Switzerland', 'Not in the list']);
});
