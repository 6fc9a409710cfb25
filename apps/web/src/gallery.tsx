import { createFakeRoom } from '@stoa/client/fake';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import './design/app.css';
import { appScenes } from './gallery/app-scenes.ts';
import { germanAndSwiss, somePlaces } from './gallery/fenced.ts';
import { writtenIn } from './gallery/messages.ts';
import { roomReplies, roomScenes } from './gallery/scenes.ts';
import type { Program } from './pwa/app-program.ts';
import { closeReasons } from './state/closed-screen.ts';
import { createPrefs } from './state/device-prefs.ts';
import { type ClientPort, createVisit } from './state/visit.ts';
import { applyLanguage } from './strings/i18n.ts';
import { noDevices } from './test/no-devices.ts';
import { quietMail } from './test/quiet-mail.ts';
import { callOf, silentLine } from './test/replies.ts';
import { createAppRouter } from './views/app.tsx';
import { AppProviders } from './views/app-providers.tsx';

/**
 * Every screen with a room that needs no server, for pictures and for the accessibility check. Not part of the app
 * that is served: `vite build --mode gallery` or the dev server's /gallery.html. `?scene=` names the screen,
 * `&theme=`, `&dir=` and `&lang=` what the address says; without a scene all names are listed.
 */
const asked = new URLSearchParams(window.location.search);
const scene = asked.get('scene') ?? '';
const closed = closeReasons.find((why) => scene === `closed-${why}`);

const makeRoom = () => {
  const room = (roomScenes[scene] ?? roomScenes.alone ?? createFakeRoom)();
  if (closed) room.driver.close(closed, closed === 'busy' ? 12_000 : undefined);
  return room;
};
const client: ClientPort = {
  startRoom: async () => makeRoom(),
  joinRoom: makeRoom,
  prepare: () => () => {},
  knownPlaces: async () => (scene.includes('fence') ? somePlaces : undefined),
  lookAtRoom: async () => ({ title: 'Tea', policy: 'link', strict: false, fence: germanAndSwiss }),
  checkConnection: async () => ({
    server: true,
    signaling: 'good',
    way: 'tcp',
    tookMs: 1_900,
    clockAheadMs: -75_000,
  }),
  isLink: () => true,
  missingParts: async () =>
    scene === 'unsupported' || closed === 'unsupportedBrowser' ? ['encryptedMedia', 'modernKeys'] : [],
};
const waitingProgram: Program = {
  get: () => 'newer',
  subscribe: () => () => {},
  update: () => {},
  later: () => {},
  build: async () => '5d1c9ab0'.repeat(8),
  speak: () => {},
  onOpenNotices: () => () => {},
};
const prefs = createPrefs(undefined);
const theme = asked.get('theme');
prefs.set({
  name: 'Robin Adeyemi',
  language: asked.get('lang') ?? '',
  hintsSeen: scene.startsWith('hallway') && scene !== 'hallway-empty' ? ['taste'] : [],
  ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
});
const visit = createVisit(client, () => window.location.origin);

applyLanguage(document.documentElement);
if (asked.get('dir') === 'rtl') document.documentElement.dir = 'rtl';

const names = [
  'start',
  'join',
  'start-fence',
  'join-fence',
  'unsupported',
  ...Object.keys(roomScenes),
  ...Object.keys(appScenes),
  ...closeReasons.map((why) => `closed-${why}`),
];
const place = document.getElementById('app');
if (!place) throw new Error('gallery.html has no element #app');
const page = createRoot(place);

if (!names.includes(scene)) {
  page.render(
    <main className="p-8">
      <h1 className="text-2xl font-semibold">Screens</h1>
      <ul className="mt-4 columns-3">
        {names.map((name) => (
          <li key={name}>
            <a href={`?scene=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </main>,
  );
} else {
  const inRoom = scene in roomScenes || closed !== undefined;
  const around = appScenes[scene];
  const path =
    around?.path ??
    (scene in roomReplies ? roomScenes[scene]?.().link : undefined) ??
    (scene.startsWith('start') || scene === 'unsupported' ? '/' : createFakeRoom().link);
  if (inRoom) visit.join(path, 'Robin Adeyemi');
  // A scene whose point is the blocked sound must not be unlocked by having been entered.
  const now = visit.get();
  if (scene === 'blocked' && now.is === 'in')
    (now.room as ReturnType<typeof createFakeRoom>).driver.sound('blocked');
  page.render(
    <AppProviders
      app={{
        client,
        prefs,
        visit,
        call: callOf(around?.replies ?? roomReplies[scene] ?? {}),
        live: silentLine(),
        devices: noDevices(),
        mail: quietMail(writtenIn[scene]),
        ...(around?.newer && { program: waitingProgram }),
      }}
    >
      <RouterProvider router={createAppRouter(createMemoryHistory({ initialEntries: [path] }))} />
    </AppProviders>,
  );
}
