// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { refused } from '../../test/replies.ts';
import { settled, show } from '../../test/show.tsx';

const id = (number: number) => `${String(number).padStart(21, 'A').replaceAll('0', 'a')}A`;
const me = {
  id: id(1),
  session: id(2),
  handle: 'robin',
  name: 'Robin',
  bio: '',
  links: [],
  operator: false,
  joinedOn: '2026-03-14',
  passkeys: 1,
  recovery: { code: true },
  deviceGeneration: 1,
};
const eve = { account: id(3), handle: 'eve', name: 'Eve' };
const profile = {
  ...eve,
  bio: '',
  links: [],
  since: '2026-02-03',
  self: false,
  follows: false,
  followsYou: false,
  muted: false,
  bell: 'sometimes',
  listsPrivate: false,
  blockedByFollowed: false,
  clubs: [],
};

describe('reporting somebody', () => {
  const openDialog = async (report: unknown) => {
    await show({
      path: '/p#eve',
      replies: {
        '/api/accounts/me': me,
        '/api/people/profile': profile,
        '/api/safety/report': report,
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Options for Eve' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Report' }));
    return within(await screen.findByRole('dialog', { name: 'Report Eve' }));
  };

  it('asks what is wrong before anything is sent, then says that it has arrived', async () => {
    const sent: unknown[] = [];
    const dialog = await openDialog((body: unknown) => {
      sent.push(body);
      return {};
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Send report' }));
    expect(dialog.getByText('Choose what is wrong.')).toBeTruthy();
    expect(sent).toEqual([]);
    fireEvent.click(dialog.getByRole('radio', { name: 'Violence, or threats of it' }));
    expect(dialog.getByText(/call your local emergency number/)).toBeTruthy();
    fireEvent.change(dialog.getByRole('textbox', { name: 'What happened?' }), {
      target: { value: 'She threatened me.' },
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Send report' }));
    expect(await dialog.findByText('Thank you. The safety team will look at it.')).toBeTruthy();
    expect(sent).toMatchObject([{ reason: 'threats', words: 'She threatened me.' }]);
    expect(dialog.getByRole('button', { name: 'Block Eve too' })).toBeTruthy();
  });

  it('says so when it was not sent, and keeps what was written', async () => {
    const dialog = await openDialog(refused('tooFast'));
    fireEvent.click(dialog.getByRole('radio', { name: 'Something else' }));
    fireEvent.change(dialog.getByRole('textbox', { name: 'What happened?' }), { target: { value: 'Hm.' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Send report' }));
    expect(await dialog.findByText(/The report was not sent\./)).toBeTruthy();
    expect(dialog.getByDisplayValue('Hm.')).toBeTruthy();
  });
});

describe('the safety team', () => {
  it('is for operators alone', async () => {
    await show({ path: '/safety', replies: { '/api/accounts/me': me } });
    expect(await screen.findByText('This page is for the safety team')).toBeTruthy();
  });

  it('says when a log was changed', async () => {
    const same = `${'B'.repeat(42)}A`;
    const entry = {
      n: 1,
      on: '2026-11-18',
      act: 'keyMade',
      marks: { by: same, of: same, words: same },
      before: same,
      hash: same,
    };
    await show({
      path: '/safety#log',
      replies: {
        '/api/accounts/me': { ...me, operator: true },
        '/api/safety/log': { entries: [entry] },
      },
    });
    expect(await screen.findByText(/This log was changed/)).toBeTruthy();
  });
});

describe('somebody who was shut out', () => {
  const ban = { reason: 'spam', note: 'No adverts.', since: '2026-11-21', appeal: 'possible' };

  it('is told why, and objects once', async () => {
    let appeal = 'possible';
    await show({
      path: `/banned#${'A'.repeat(43)}`,
      replies: {
        '/api/safety/ban': () => ({ ...ban, appeal }),
        '/api/safety/appeal': () => {
          appeal = 'waiting';
          return {};
        },
      },
    });
    expect(await screen.findByText('Reason: Spam or fraud.')).toBeTruthy();
    expect(screen.getByText('No adverts.')).toBeTruthy();
    const words = screen.getByRole('textbox', { name: 'Your objection' });
    fireEvent.change(words, { target: { value: 'It was no advert.' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send objection' }));
    expect(await screen.findByText(/Your objection has arrived/)).toBeTruthy();
    await settled();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('is asked to sign in again when the ticket is over', async () => {
    await show({ path: `/banned#${'A'.repeat(43)}`, replies: { '/api/safety/ban': refused('notFound') } });
    expect(await screen.findByText(/Sign in again to see why/)).toBeTruthy();
  });
});
