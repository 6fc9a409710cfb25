// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { saveFile } from '../../state/save-file.ts';
import { en } from '../../strings/en.ts';
import { refused } from '../../test/replies.ts';
import { settled, show } from '../../test/show.tsx';

vi.mock('../../state/save-file.ts', () => ({ saveFile: vi.fn() }));

const id = (letter: string) => letter.repeat(21).concat('A');
const me = {
  ...{ id: id('A'), session: id('B'), handle: 'ada', name: 'Ada', bio: '', links: [] },
  ...{ operator: false, joinedOn: '2026-03-14', passkeys: 2, recovery: { code: true }, deviceGeneration: 1 },
};
const access = {
  '/api/accounts/me': me,
  '/api/accounts/passkey-list': {
    passkeys: [{ id: id('C'), label: 'Firefox on Linux', synced: false, createdOn: '2026-03-14' }],
  },
  '/api/accounts/session-list': { sessions: [] },
};
const words = en.settingsPage;
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });

test('the data comes as one file, named by the day alone', async () => {
  const data = { format: 'stoa-export', version: 1, madeOn: '2026-11-22', data: {}, withheld: {} };
  await show({
    path: '/settings#data',
    replies: { '/api/accounts/me': me, '/api/your-data/export': data },
  });
  press(words.exportButton);
  await screen.findByText(words.exportDone);
  expect(saveFile).toHaveBeenCalledWith(
    'stoa-data-2026-11-22.json',
    JSON.stringify(data, null, 2),
    'application/json',
  );
});

test('an account is not deleted by a stray tap: the handle is asked for, and one can turn back', async () => {
  const remove = vi.fn(refused('malformed'));
  await show({
    path: '/settings#data',
    replies: { '/api/accounts/me': me, '/api/your-data/delete-account': remove },
  });
  press(words.removeButton);
  await screen.findByRole('heading', { name: words.removeTitle });
  const yes = screen.getByRole<HTMLButtonElement>('button', { name: words.removeYes });
  expect(yes.disabled).toBe(true);
  const label = words.removeHandle.replace('{{handle}}', 'ada');
  type(label, 'somebody');
  fireEvent.click(yes);
  await screen.findByText(words.removeHandleWrong);
  expect(remove).toHaveBeenCalledWith({ handle: 'somebody' });
  press(en.dialog.cancel);
  await waitFor(() => expect(screen.queryByRole('heading', { name: words.removeTitle })).toBeNull());
});

test('after a deletion it is said by when the last of it is gone', async () => {
  await show({ path: `/deleted#${Date.UTC(2026, 10, 22, 12)}` });
  await screen.findByRole('heading', { name: en.account.deletedHeading });
  expect(screen.getByText(/Nov 22, 2026/)).toBeTruthy();
});

test('an access key needs a purpose and something that it may do, and is shown once', async () => {
  const make = vi.fn(() => ({ id: id('D'), token: 'stoa_abc' }));
  await show({
    path: '/settings#access',
    replies: {
      ...access,
      '/api/accounts/token-list': { tokens: [] },
      '/api/accounts/token-make': make,
    },
  });
  press(words.tokenMake);
  const form = await screen.findByRole('form', { name: words.tokenMake });
  fireEvent.submit(form);
  await screen.findByText(words.tokenNameWrong);
  await screen.findByText(words.tokenScopesWrong);
  expect(make).not.toHaveBeenCalled();
  type(words.tokenName, 'Reading list');
  fireEvent.click(screen.getByRole('checkbox', { name: words.scopes.roomsRead }));
  fireEvent.submit(form);
  await screen.findByText('stoa_abc');
  expect(make).toHaveBeenCalledWith({ label: 'Reading list', scopes: ['roomsRead'], days: 365 });
});

test('an access key is taken back', async () => {
  const remove = vi.fn(() => ({}));
  const token = { id: id('D'), label: 'Reading list', scopes: ['roomsRead'], createdOn: '2026-11-01' };
  await show({
    path: '/settings#access',
    replies: {
      ...access,
      '/api/accounts/token-list': { tokens: [token] },
      '/api/accounts/token-remove': remove,
    },
  });
  fireEvent.click(
    await screen.findByRole('button', { name: words.tokenRemove.replace('{{label}}', 'Reading list') }),
  );
  await settled();
  expect(remove).toHaveBeenCalledTimes(1);
});

test('a passkey gets another name', async () => {
  const rename = vi.fn(() => ({}));
  await show({
    path: '/settings#access',
    replies: {
      ...access,
      '/api/accounts/token-list': { tokens: [] },
      '/api/accounts/passkey-rename': rename,
    },
  });
  fireEvent.click(
    await screen.findByRole('button', { name: words.renamePasskey.replace('{{label}}', 'Firefox on Linux') }),
  );
  await screen.findByRole('heading', { name: words.renameTitle });
  type(words.passkeyName, 'Desk');
  press(words.save);
  await waitFor(() => expect(rename).toHaveBeenCalledTimes(1));
  expect(rename).toHaveBeenCalledWith(expect.objectContaining({ label: 'Desk' }));
});

test('what somebody likes to hear about is kept on the device, and sent with each question for rooms', async () => {
  const feed = vi.fn(() => ({ rooms: [], more: false }));
  const shown = await show({
    path: '/',
    replies: { '/api/accounts/me': me, '/api/hallway/feed': feed },
  });
  press(en.taste.choose);
  fireEvent.click(await screen.findByRole('button', { name: en.topics.music }));
  fireEvent.click(screen.getByRole('button', { name: '日本語' }));
  await waitFor(() =>
    expect(feed).toHaveBeenLastCalledWith(
      expect.objectContaining({ taste: { topics: ['music'], languages: ['ja'] } }),
    ),
  );
  press(en.taste.done);
  expect(screen.queryByText(en.taste.title)).toBeNull();
  expect(shown.prefs.get().hintsSeen).toEqual(['taste']);
});

test('what is new stands in the navigation, for eyes and ears', async () => {
  await show({
    path: '/events',
    replies: { '/api/accounts/me': me, '/api/notifications/unread': { unread: 120 } },
  });
  const named = await screen.findAllByRole('link', { name: 'Notices, new: 120' });
  expect(named[0]?.textContent).toContain('99+');
});
