import { type BuildSaid, isToWorker, type ToPage } from '../words.ts';
import { type BuildFiles, cacheName, isOldCache, planFor } from './files.ts';
import { offlinePage } from './offline-page.ts';
import type { WorkerScope } from './scope.ts';
import { keepLanguage, spoken } from './spoken.ts';

/**
 * The app's service worker: keeps the files of one build, stands in with a page when the server cannot be reached, and shows
 * that there is news. It sees addresses of pages and files; it never keeps an address, nor an answer of the server.
 */
export function serveFrom(scope: WorkerScope, files: BuildFiles): void {
  const open = () => scope.caches.open(cacheName(files.build));
  const words = () => spoken(scope.caches, scope.navigator.languages);
  // A file that is not the one this build was made with is refused by the browser.
  const checked = (path: string, hash: string) =>
    scope.fetch(
      new Request(new URL(path, scope.location.origin), {
        integrity: `sha256-${hash}`,
        credentials: 'same-origin',
      }),
    );

  scope.addEventListener('install', (event) => {
    event.waitUntil(
      (async () => {
        const cache = await open();
        for (const [path, hash] of Object.entries(files.now)) {
          const answer = await checked(path, hash);
          if (!answer.ok) throw new Error('a file of the build is not there');
          await cache.put(path, answer);
        }
      })(),
    );
  });

  scope.addEventListener('activate', (event) => {
    event.waitUntil(
      (async () => {
        for (const name of await scope.caches.keys())
          if (isOldCache(name, files.build)) await scope.caches.delete(name);
        await scope.registration.navigationPreload?.enable();
      })(),
    );
  });

  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const plan = planFor(request, scope.location.origin, files);
    if (plan === 'pass') return;
    event.respondWith(
      plan === 'page'
        ? page(request, event.preloadResponse)
        : kept(request, new URL(request.url).pathname, plan === 'keptLater'),
    );
  });

  /** Pages always come from the server: which build is shown is its word, not the worker's. */
  async function page(request: Request, preloaded: Promise<Response | undefined>): Promise<Response> {
    try {
      return (await preloaded) ?? (await scope.fetch(request));
    } catch {
      return offlinePage(await words(), files.style);
    }
  }

  async function kept(request: Request, path: string, keep: boolean): Promise<Response> {
    const cache = await open();
    const found = await cache.match(path, { ignoreVary: true });
    if (found) return found;
    const hash = files.later[path];
    if (!keep || hash === undefined) return scope.fetch(request);
    const answer = await checked(path, hash);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  }

  scope.addEventListener('message', (event) => {
    const { data, ports } = event;
    if (!isToWorker(data)) return;
    if (data.t === 'takeOver') event.waitUntil(scope.skipWaiting());
    if (data.t === 'speak') event.waitUntil(keepLanguage(scope.caches, data.language));
    if (data.t === 'whichBuild') ports[0]?.postMessage({ build: files.build } satisfies BuildSaid);
  });

  // What a push carries is not looked at: it says only that there is something.
  scope.addEventListener('push', (event) => {
    event.waitUntil(
      (async () => {
        const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
        // Whoever looks at the app right now is told inside it.
        if (windows.some((each) => each.focused)) return;
        await scope.navigator.setAppBadge?.();
        const { code, words: say } = await words();
        await scope.registration.showNotification(say.push.title, {
          body: say.push.body,
          lang: code,
          dir: code === 'ar' ? 'rtl' : 'ltr',
          icon: '/icons/icon-192.png',
          badge: '/icons/badge-96.png',
          // One at a time: news does not pile up.
          tag: 'news',
        });
      })(),
    );
  });

  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(
      (async () => {
        const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
        const [there] = windows;
        if (!there) return scope.clients.openWindow('/notices');
        await there.focus();
        // Not a new address: the page may be in a room, and stays in it.
        return there.postMessage({ t: 'openNotices' } satisfies ToPage);
      })(),
    );
  });
}
