import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouterHistory,
  useLocation,
  useRouter,
} from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { memberEntry } from '../api/member-entry.ts';
import { useMyself } from '../state/use-me.ts';
import { useNews } from '../state/use-news.ts';
import { useApp, usePrefs, useVisit } from '../state/use-store.ts';
import { useMissingParts } from '../state/use-support.ts';
import { speak } from '../strings/i18n.ts';
import { chooseLanguage } from '../strings/languages.ts';
import { PageFrame } from './parts/page-frame.tsx';
import { MediaControls } from './room/media-controls.tsx';
import { ClosedPage } from './screens/closed-page.tsx';
import { JoinPage } from './screens/join-page.tsx';
import { StartPage } from './screens/start-page.tsx';
import { UnsupportedPage } from './screens/unsupported-page.tsx';

/** The room's own screens come right after the first one is shown: nobody is in a room before that. */
const loadRoom = () => import('./room/room-page.tsx');
const RoomPage = lazy(async () => ({ default: (await loadRoom()).RoomPage }));
const around = (name: keyof typeof import('./around.ts')) =>
  lazy(async () => ({ default: (await import('./around.ts'))[name] as () => ReactNode }));
const HallwayPage = around('HallwayPage');
const SignInPage = around('SignInPage');

/** Around every screen: the chosen colours, and that leaving the page leaves the room. */
function Root() {
  const { visit, live, devices, mail, program } = useApp();
  const myself = useMyself();
  const known = myself.is === 'in';
  const me = known ? myself.me : undefined;
  const { theme, language } = usePrefs();
  const router = useRouter();
  useNews();
  const href = useLocation({ select: (location) => location.href });
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    const code = language || chooseLanguage(navigator.languages);
    // Offline, the words that are here stay.
    speak(code, document.documentElement).catch(() => undefined);
    program?.speak(code);
  }, [language, program]);
  useEffect(() => program?.onOpenNotices(() => void router.navigate({ to: '/notices' })), [program, router]);
  useEffect(() => {
    // It is there by the time of the tap that needs it. Offline now, it is asked for again then.
    void loadRoom().catch(() => undefined);
  }, []);
  useEffect(() => {
    // Closing the tab leaves at once; nobody waits for a connection to time out.
    const leave = () => {
      const now = visit.get();
      if (now.is === 'in') now.room.leave();
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [visit]);
  useEffect(() => {
    // One looks around in the app and stays in the room; another room's link is another room.
    const now = visit.get();
    if (now.is === 'in' && now.path !== href && (href.startsWith('/r/') || !known)) visit.drop();
  }, [visit, href, known]);
  useEffect(
    () =>
      live.onMessage((message) => {
        if (message.t !== 'banned') return;
        visit.drop();
        void router.navigate({ to: '/banned', hash: message.ticket });
      }),
    [live, visit, router],
  );
  useEffect(() => {
    if (!known) return;
    live.start();
    return () => live.close();
  }, [live, known]);
  useEffect(() => {
    if (!me) return;
    devices.start(me.id, me.session);
    mail.start(me.id);
  }, [devices, mail, me]);
  return (
    <Suspense fallback={<PageFrame>{null}</PageFrame>}>
      <Outlet />
      <MediaControls />
    </Suspense>
  );
}

function Start() {
  const missing = useMissingParts();
  const myself = useMyself();
  if (missing && missing.length > 0) return <UnsupportedPage missing={missing} />;
  if (myself.is === 'asking') return <PageFrame>{null}</PageFrame>;
  return myself.is === 'in' ? <HallwayPage /> : <StartPage />;
}

/** Pages of the signed-in app; to everybody else, the way in. */
function Inside({ children }: { children: ReactNode }) {
  const myself = useMyself();
  if (myself.is === 'asking') return <PageFrame>{null}</PageFrame>;
  return myself.is === 'in' ? children : <SignInPage />;
}

function RoomByLink() {
  const app = useApp();
  const { visit, client } = app;
  const myself = useMyself();
  const now = useVisit();
  const missing = useMissingParts();
  const path = useLocation({ select: (location) => location.href });
  if (missing && missing.length > 0) return <UnsupportedPage missing={missing} />;
  // An address without a room's handle: no tap could help.
  if (!client.isLink(new URL(path, window.location.origin).href))
    return (
      <ClosedPage
        why={path.includes('#') ? 'roomNotFound' : 'secretMissing'}
        onAgain={() => window.location.reload()}
      />
    );
  if (now.is !== 'in' || now.path !== path) return <JoinPage path={path} />;
  return (
    <RoomPage
      key={path}
      room={now.room}
      name={now.name}
      onAgain={() =>
        visit.join(path, now.name, myself.is === 'in' ? memberEntry(app, myself.me.id) : undefined)
      }
      onCancel={() => visit.drop()}
    />
  );
}

const inside = (name: Parameters<typeof around>[0]) => {
  const Page = around(name);
  return function InsidePage() {
    return (
      <Inside>
        <Page />
      </Inside>
    );
  };
};

const root = createRootRoute({
  component: Root,
  // Most often a screen of before an update, which is no longer there: loading the page again helps.
  errorComponent: () => <ClosedPage why="malformed" onAgain={() => window.location.reload()} />,
  notFoundComponent: () => <ClosedPage why="roomNotFound" onAgain={() => window.location.reload()} />,
});
const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Start }),
  createRoute({ getParentRoute: () => root, path: '/r/$handle', component: RoomByLink }),
  createRoute({ getParentRoute: () => root, path: '/sign-up', component: around('SignUpPage') }),
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage }),
  createRoute({ getParentRoute: () => root, path: '/banned', component: around('BannedPage') }),
  createRoute({ getParentRoute: () => root, path: '/recover', component: around('RecoverPage') }),
  createRoute({ getParentRoute: () => root, path: '/deleted', component: around('DeletedPage') }),
  createRoute({ getParentRoute: () => root, path: '/check', component: around('CheckPage') }),
  createRoute({ getParentRoute: () => root, path: '/start', component: inside('StartMemberPage') }),
  createRoute({ getParentRoute: () => root, path: '/messages', component: inside('MessagesPage') }),
  createRoute({ getParentRoute: () => root, path: '/notices', component: inside('NoticesPage') }),
  createRoute({ getParentRoute: () => root, path: '/safety', component: inside('SafetyPage') }),
  createRoute({ getParentRoute: () => root, path: '/settings', component: inside('SettingsPage') }),
  createRoute({ getParentRoute: () => root, path: '/clubs', component: inside('ClubsPage') }),
  createRoute({ getParentRoute: () => root, path: '/club', component: inside('ClubPage') }),
  createRoute({ getParentRoute: () => root, path: '/new-club', component: inside('NewClubPage') }),
  createRoute({ getParentRoute: () => root, path: '/events', component: inside('EventsPage') }),
  createRoute({ getParentRoute: () => root, path: '/event', component: inside('EventPage') }),
  createRoute({ getParentRoute: () => root, path: '/new-event', component: inside('NewEventPage') }),
  createRoute({ getParentRoute: () => root, path: '/room', component: inside('RoomByHandle') }),
  createRoute({ getParentRoute: () => root, path: '/people', component: inside('PeoplePage') }),
  createRoute({ getParentRoute: () => root, path: '/p', component: inside('ProfilePage') }),
]);

export const createAppRouter = (history?: RouterHistory) =>
  createRouter({ routeTree: routes, ...(history && { history }), defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
