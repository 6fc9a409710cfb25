import { checkSupport, joinRoom, prepare, readLink, startRoom } from '@stoa/client';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import './design/app.css';
import { createPrefs, deviceStorage } from './state/device-prefs.ts';
import { AppStateContext } from './state/use-store.ts';
import { createVisit } from './state/visit.ts';
import { applyLanguage } from './strings/i18n.ts';
import { createAppRouter } from './views/app.tsx';

const client = {
  startRoom,
  joinRoom,
  prepare,
  isLink: (link: string) => readLink(link) !== undefined,
  missingParts: async () => {
    const support = await checkSupport();
    return support.ok ? [] : [support.missing];
  },
};

applyLanguage(document.documentElement);
const app = {
  client,
  prefs: createPrefs(deviceStorage()),
  visit: createVisit(client, () => window.location.origin),
};
const place = document.getElementById('app');
if (!place) throw new Error('index.html has no element #app');
createRoot(place).render(
  <AppStateContext value={app}>
    <RouterProvider router={createAppRouter()} />
  </AppStateContext>,
);
