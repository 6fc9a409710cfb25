import { createFakeRoom, type FakeRoom } from '@stoa/client/fake';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import { afterEach } from 'vitest';
import { createPrefs, type PrefsStore } from '../state/device-prefs.ts';
import { type ClientPort, createVisit, type VisitStore } from '../state/visit.ts';
import { noDevices } from './no-devices.ts';
import { quietMail, type Written } from './quiet-mail.ts';
import { callOf, type Replies, silentLine } from './replies.ts';
import '../strings/i18n.ts';
import { createAppRouter } from '../views/app.tsx';
import { AppProviders } from '../views/app-providers.tsx';

// A busy machine is no failure: what comes, comes; what does not is waited for in vain this long.
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

export type Shown = {
  readonly visit: VisitStore;
  readonly prefs: PrefsStore;
  readonly path: () => string;
};

export type ShowOptions = {
  readonly path: string;
  /** Already entered, as if by a tap on this page. */
  readonly room?: FakeRoom;
  readonly client?: Partial<ClientPort>;
  readonly name?: string;
  /** What the app's server answers; without it, nobody is signed in. */
  readonly replies?: Replies;
  /** What is on this device of one's messages. */
  readonly written?: readonly Written[];
};

/** The whole app at one address, with a room that needs no server. Resolves when the first screen stands. */
export async function show({
  path,
  room,
  client: parts,
  name = '',
  replies = {},
  written = [],
}: ShowOptions): Promise<Shown> {
  const client: ClientPort = {
    startRoom: async () => room ?? createFakeRoom(),
    joinRoom: () => room ?? createFakeRoom(),
    prepare: () => () => {},
    isLink: () => true,
    missingParts: async () => [],
    ...parts,
  };
  const prefs = createPrefs(undefined);
  prefs.set({ name });
  const visit = createVisit(client, () => 'https://stoa.example');
  const history = createMemoryHistory({ initialEntries: [path] });
  if (room) visit.join(path, name || 'Me Myself');
  // What the app fetches after its first screen is here before it: no test waits for a busy machine's disk.
  await Promise.all([import('../views/room/room-page.tsx'), import('../views/around.ts')]);
  render(
    <AppProviders
      app={{
        client,
        prefs,
        visit,
        call: callOf(replies),
        live: silentLine(),
        devices: noDevices(),
        mail: quietMail(written),
      }}
    >
      <RouterProvider router={createAppRouter(history)} />
    </AppProviders>,
  );
  await screen.findByRole('heading', { level: 1 });
  return { visit, prefs, path: () => history.location.href };
}

/** Inside a room. */
export async function showRoom(room: FakeRoom): Promise<Shown> {
  return show({ path: room.link, room });
}

/** Lets promises and effects that something started run to their end. */
export const settled = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 0))));
