// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { emptyConversation } from '../../device/conversation.ts';
import { en } from '../../strings/en.ts';
import { show } from '../../test/show.tsx';

const id = (letter: string) => letter.repeat(21).concat('A');
const me = {
  ...{ id: id('A'), session: id('B'), handle: 'ada', name: 'Ada', bio: '', links: [] },
  ...{ operator: false, joinedOn: '2026-03-14', passkeys: 2, recovery: { code: true }, deviceGeneration: 2 },
};
const words = en.messagesPage;
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

/** The list of conversations while a device waits that came with this session. */
async function messagesWithDeviceOf(session: string) {
  const end = vi.fn(() => ({}));
  const keys = { ed25519: new Uint8Array(32).fill(1), x25519: new Uint8Array(32).fill(2) };
  const added = { ...keys, id: id('D'), label: 'Firefox on Linux', addedOn: '2026-11-20', session };
  const conversation = {
    ...emptyConversation(me.id, me.id),
    known: { generation: 1, devices: [] },
    changed: { generation: 2, devices: [added] },
  };
  const shown = await show({
    path: '/messages',
    replies: {
      '/api/accounts/me': me,
      '/api/accounts/session-end': end,
      '/api/accounts/session-list': { sessions: [] },
      '/api/accounts/passkey-list': { passkeys: [] },
    },
    written: [{ conversation, messages: [] }],
  });
  await screen.findByRole('region', { name: words.newDevice });
  return { end, ...shown };
}

test('D10 a new device is shown by its name and day, and not again once it is said to be one’s own', async () => {
  const { end } = await messagesWithDeviceOf(id('E'));
  expect(screen.getByText(/Firefox on Linux/).textContent).toContain('Nov 20, 2026');
  press(words.newDeviceMine);
  await waitFor(() => expect(screen.queryByRole('region', { name: words.newDevice })).toBeNull());
  expect(end).not.toHaveBeenCalled();
});

test('D10 a device that is not one’s own is signed out, and one sees where else one is signed in', async () => {
  const { end, path } = await messagesWithDeviceOf(id('E'));
  press(words.newDeviceNotMine);
  fireEvent.click(await screen.findByRole('button', { name: words.newDeviceEndYes }));
  await waitFor(() => expect(path()).toContain('/settings'));
  expect(end).toHaveBeenCalledTimes(1);
});

test('D10 a server that names this page’s own session as the new device’s does not end it so', async () => {
  const { end, path } = await messagesWithDeviceOf(me.session);
  press(words.newDeviceNotMine);
  fireEvent.click(await screen.findByRole('button', { name: words.newDeviceEndYes }));
  await waitFor(() => expect(path()).toContain('/settings'));
  expect(end).not.toHaveBeenCalled();
});
