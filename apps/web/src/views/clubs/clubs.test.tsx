// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { en } from '../../strings/en.ts';
import { show } from '../../test/show.tsx';

const id = (letter: string) => letter.repeat(21).concat('A');
const me = {
  ...{ id: id('A'), session: id('B'), handle: 'ada', name: 'Ada', bio: '', links: [] },
  ...{ operator: false, joinedOn: '2026-03-14', passkeys: 2, recovery: { code: true }, deviceGeneration: 1 },
};
const bo = { account: id('C'), handle: 'bo', name: 'Bo Lind' };
const cleo = { account: id('D'), handle: 'cleo', name: 'Cleo Sand' };
const club = {
  ...{
    club: id('E'),
    name: 'Gardeners',
    members: 3,
    mine: 'owner',
    description: '',
    rules: [],
    rulesVersion: 1,
  },
  ...{ rulesAccepted: 1, wayIn: 'invitation', inDirectory: true, requests: 0 },
};
const event = {
  ...{ event: id('F'), title: 'Bees', startsAt: 1_796_407_200_000, minutes: 60, zone: 'Europe/Berlin' },
  ...{
    host: { account: me.id, handle: 'ada', name: 'Ada' },
    audience: 'everyone',
    cancelled: false,
    going: 0,
  },
  ...{ hosting: true, description: '', local: '2026-12-04T19:00', coHosts: [], asked: [bo] },
  ...{ askedToHost: false, mayStart: false },
};
const replies = {
  '/api/accounts/me': me,
  '/api/clubs/one': club,
  '/api/clubs/invitations': { people: [] },
  '/api/clubs/banned': { people: [bo] },
  '/api/events/list': { events: [] },
  '/api/events/one': event,
  '/api/people/following': { people: [bo, cleo] },
};
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const tab = async (name: string) => fireEvent.click(await screen.findByRole('tab', { name }));

test('people are invited into a club one by one, and it says who was', async () => {
  const invite = vi.fn(() => ({}));
  await show({ path: `/club#${id('E')}`, replies: { ...replies, '/api/clubs/invite': invite } });
  await tab(en.clubsPage.invitationsTitle);
  fireEvent.click(await screen.findByRole('button', { name: en.clubsPage.invite }));
  fireEvent.click(await screen.findByRole('button', { name: 'Invite Bo Lind' }));
  await screen.findByText(en.clubsPage.inviteDone);
  expect(invite).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('button', { name: 'Invite Cleo Sand' })).toBeTruthy();
});

test('a ban is lifted by those who run the club', async () => {
  const unban = vi.fn(() => ({}));
  await show({ path: `/club#${id('E')}`, replies: { ...replies, '/api/clubs/unban': unban } });
  await tab(en.clubsPage.bannedTitle);
  fireEvent.click(await screen.findByRole('button', { name: 'Lift the ban of Bo Lind' }));
  await waitFor(() => expect(unban).toHaveBeenCalledTimes(1));
});

test('the host asks others to co-host, but nobody twice, and takes it back', async () => {
  const ask = vi.fn(() => ({}));
  const drop = vi.fn(() => ({}));
  await show({
    path: `/event#${id('F')}`,
    replies: { ...replies, '/api/events/ask-to-host': ask, '/api/events/drop-host': drop },
  });
  press('Take Bo Lind off');
  await waitFor(() => expect(drop).toHaveBeenCalledTimes(1));
  press(en.eventsPage.hostAdd);
  fireEvent.click(await screen.findByRole('button', { name: 'Ask Cleo Sand to co-host' }));
  expect(screen.queryByRole('button', { name: 'Ask Bo Lind to co-host' })).toBeNull();
  await waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
});

test.each(['/club', '/club#nonsense', '/event#', '/event#short'])(
  'an address without an id, %s, is nothing, and the server is not asked',
  async (path) => {
    const asked = vi.fn(() => ({}));
    await show({
      path,
      replies: { '/api/accounts/me': me, '/api/clubs/one': asked, '/api/events/one': asked },
    });
    const title = path.startsWith('/club') ? en.clubsPage.gone : en.eventsPage.gone;
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
    expect(asked).not.toHaveBeenCalled();
  },
);

test('a room that is started from an event begins with its title', async () => {
  await show({ path: `/start#${id('F')}`, replies: { ...replies, '/api/clubs/mine': { clubs: [] } } });
  expect((await screen.findByLabelText<HTMLInputElement>(en.openRoom.titleLabel)).value).toBe('Bees');
  expect(screen.getAllByRole<HTMLInputElement>('radio', { checked: true })[0]?.value).toBe('open');
});

test('a room of a club event is begun as a room of that club', async () => {
  const ofClub = { ...event, audience: 'club', club: { club: id('E'), name: 'Gardeners' } };
  await show({
    path: `/start#${id('F')}`,
    replies: { ...replies, '/api/events/one': ofClub, '/api/clubs/mine': { clubs: [club] } },
  });
  const chosen = await screen.findByRole<HTMLInputElement>('radio', { name: 'Gardeners' });
  expect(chosen.checked).toBe(true);
});
