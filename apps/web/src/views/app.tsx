import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouterHistory,
  useLocation,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import { useApp, usePrefs, useVisit } from '../state/use-store.ts';
import { useMissingParts } from '../state/use-support.ts';
import { speak } from '../strings/i18n.ts';
import { chooseLanguage } from '../strings/languages.ts';
import { RoomPage } from './room/room-page.tsx';
import { ClosedPage } from './screens/closed-page.tsx';
import { JoinPage } from './screens/join-page.tsx';
import { StartPage } from './screens/start-page.tsx';
import { UnsupportedPage } from './screens/unsupported-page.tsx';

/** Around every screen: the chosen colours, and that leaving the page leaves the room. */
function Root() {
  const { visit } = useApp();
  const { theme, language } = usePrefs();
  const href = useLocation({ select: (location) => location.href });
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    const code = language || chooseLanguage(navigator.languages);
    // Offline, the words that are here stay.
    speak(code, document.documentElement).catch(() => undefined);
  }, [language]);
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
    const now = visit.get();
    if (now.is === 'in' && now.path !== href) visit.drop();
  }, [visit, href]);
  return <Outlet />;
}

function Start() {
  const missing = useMissingParts();
  if (missing && missing.length > 0) return <UnsupportedPage missing={missing} />;
  return <StartPage />;
}

function RoomByLink() {
  const { visit, client } = useApp();
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
      onAgain={() => visit.join(path, now.name)}
      onCancel={() => visit.drop()}
    />
  );
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <ClosedPage why="roomNotFound" onAgain={() => window.location.reload()} />,
});
const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Start }),
  createRoute({ getParentRoute: () => root, path: '/r/$handle', component: RoomByLink }),
]);

export const createAppRouter = (history?: RouterHistory) =>
  createRouter({ routeTree: routes, ...(history && { history }), defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
