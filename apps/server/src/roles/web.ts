import { webApp } from '../http/web-app.ts';
import type { RunningRole } from './role.ts';

/** Serves the built web app: every path of a page, and what pages load. */
export const webRole = (folder: string): RunningRole => ({
  routes: (app) => webApp(app, folder),
  stop() {},
});
