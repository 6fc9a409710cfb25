// @vitest-environment happy-dom
import { createFakeRoom } from '@stoa/client/fake';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { createPrefs } from '../state/device-prefs.ts';
import { createVisit } from '../state/visit.ts';
import { en } from '../strings/en.ts';
import '../strings/i18n.ts';
import { noDevices } from '../test/no-devices.ts';
import { quietMail } from '../test/quiet-mail.ts';
import { callOf, silentLine } from '../test/replies.ts';
import { AppProviders } from '../views/app-providers.tsx';
import type { Program } from './app-program.ts';
import { UpdateNotice } from './update-notice.tsx';

afterEach(cleanup);
const words = en.pwa.update;

function notice({ inRoom }: { inRoom: boolean }) {
  const client = {
    startRoom: async () => createFakeRoom(),
    joinRoom: () => createFakeRoom(),
    prepare: () => () => {},
    isLink: () => true,
    missingParts: async () => [],
  };
  const program: Program = {
    get: () => 'newer',
    subscribe: () => () => {},
    update: vi.fn(),
    later: vi.fn(),
    build: async () => undefined,
    speak: () => {},
    onOpenNotices: () => () => {},
  };
  const visit = createVisit(client, () => 'https://stoa.example');
  if (inRoom) visit.join('/r/AAAAAAAAAAAAAAAAAAAAAA#fake', 'Ada');
  const prefs = createPrefs(undefined);
  render(
    <AppProviders
      app={{
        client,
        prefs,
        visit,
        call: callOf({}),
        live: silentLine(),
        devices: noDevices(),
        mail: quietMail(),
        program,
      }}
    >
      <UpdateNotice />
    </AppProviders>,
  );
  return program;
}

test('a newer version is taken by a tap', () => {
  const program = notice({ inRoom: false });
  fireEvent.click(screen.getByRole('button', { name: words.reload }));
  expect(program.update).toHaveBeenCalledTimes(1);
});

test('whoever is in a room is asked first, and may stay', async () => {
  const program = notice({ inRoom: true });
  fireEvent.click(screen.getByRole('button', { name: words.reload }));
  await screen.findByText(words.inRoomText, undefined, { timeout: 10_000 });
  expect(program.update).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: words.inRoomYes }));
  expect(program.update).toHaveBeenCalledTimes(1);
});
