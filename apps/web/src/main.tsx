import {
  checkConnection,
  checkSupport,
  joinRoom,
  knownPlaces,
  lookAtRoom,
  prepare,
  readFence,
  readLink,
  startRoom,
} from '@stoa/client';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { call } from './api/call.ts';
import { browserLine } from './api/live-line.ts';
import { browserMail } from './device/browser-mail.ts';
import { laterDevices } from './device/later-devices.ts';
import './design/app.css';
import { browserProgram } from './pwa/app-program.ts';
import { browserInstall } from './pwa/install.ts';
import { createPrefs, deviceStorage } from './state/device-prefs.ts';
import { createVisit } from './state/visit.ts';
import { applyLanguage } from './strings/i18n.ts';
import { createAppRouter } from './views/app.tsx';
import { AppProviders } from './views/app-providers.tsx';

const client = {
  startRoom,
  joinRoom,
  prepare,
  knownPlaces,
  lookAtRoom,
  checkConnection,
  isLink: (link: string) => readLink(link) !== undefined,
  missingParts: async () => {
    const support = await checkSupport();
    return support.ok ? [] : [support.missing];
  },
};

applyLanguage(document.documentElement);
const live = browserLine();
const devices = laterDevices();
const prefs = createPrefs(deviceStorage());
const app = {
  client,
  call,
  live,
  devices,
  mail: browserMail(devices, live),
  prefs,
  visit: createVisit(
    client,
    () => window.location.origin,
    () => readFence(prefs.get().ownFence),
  ),
  program: browserProgram(),
  install: browserInstall(),
};
const place = document.getElementById('app');
if (!place) throw new Error('index.html has no element #app');
createRoot(place).render(
  <AppProviders app={app}>
    <RouterProvider router={createAppRouter()} />
  </AppProviders>,
);
