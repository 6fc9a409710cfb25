import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../strings/languages.ts';
import { serveFrom } from './app-worker.ts';
import { type BuildFiles, planFor } from './files.ts';
import type { WindowThere, WorkerScope } from './scope.ts';

const origin = 'https://stoa.example';
const files: BuildFiles = {
  build: 'b'.repeat(64),
  style: '/assets/index-A.css',
  now: { '/assets/index-A.js': 'AAAA', '/assets/index-A.css': 'BBBB', '/theme.js': 'CCCC' },
  later: { '/assets/ja-A.js': 'DDDD' },
};

/** Caches of a browser, in memory. */
function memoryCaches() {
  const all = new Map<string, Map<string, string>>();
  const keyOf = (request: RequestInfo | URL) =>
    new URL(request instanceof Request ? request.url : String(request), origin).href;
  const open = async (name: string) => {
    const entries = all.get(name) ?? new Map<string, string>();
    all.set(name, entries);
    return {
      match: async (request: RequestInfo | URL) => {
        const found = entries.get(keyOf(request));
        return found === undefined ? undefined : new Response(found);
      },
      put: async (request: RequestInfo | URL, response: Response) =>
        void entries.set(keyOf(request), await response.text()),
    };
  };
  const caches = {
    open,
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
  return { caches: caches as unknown as CacheStorage, all };
}

function world({
  windows = [] as Partial<WindowThere>[],
  wanted = ['en'],
  online = true,
  files: own = files,
} = {}) {
  const { caches, all } = memoryCaches();
  const listeners = new Map<string, (event: never) => void>();
  const asked: { path: string; integrity: string }[] = [];
  const shown: { title: string; options: NotificationOptions }[] = [];
  const opened: string[] = [];
  const net = { online };
  let badges = 0;
  let took = false;
  const scope: WorkerScope = {
    location: { origin },
    navigator: { languages: wanted, setAppBadge: async () => void badges++ },
    caches,
    registration: {
      showNotification: async (title, options) => void shown.push({ title, options }),
      navigationPreload: { enable: async () => undefined },
    },
    clients: {
      matchAll: async () => windows as WindowThere[],
      openWindow: async (path) => void opened.push(path),
    },
    fetch: async (input) => {
      const request = input as Request;
      asked.push({ path: new URL(request.url).pathname, integrity: request.integrity });
      if (!net.online) throw new TypeError('no network');
      return new Response(`from the server ${new URL(request.url).pathname}`);
    },
    skipWaiting: async () => {
      took = true;
    },
    addEventListener: (name, listener) => void listeners.set(name, listener as never),
  };
  serveFrom(scope, own);
  const say = async (name: string, more: object = {}) => {
    const work: Promise<unknown>[] = [];
    const event = { waitUntil: (part: Promise<unknown>) => void work.push(part), ...more };
    listeners.get(name)?.(event as never);
    await Promise.all(work);
  };
  const get = async (path: string, { mode = 'cors', method = 'GET' } = {}) => {
    let answer: Promise<Response> | undefined;
    const request = { url: new URL(path, origin).href, mode, method };
    listeners.get('fetch')?.({
      request,
      preloadResponse: Promise.resolve(undefined),
      waitUntil: () => {},
      respondWith: (given: Promise<Response>) => {
        answer = given;
      },
    } as never);
    return answer && (await answer).text();
  };
  return { all, asked, shown, opened, net, say, get, badges: () => badges, took: () => took };
}

describe('what the worker keeps', () => {
  it('is the files of the build, each checked against its hash', async () => {
    const { say, asked, all } = world();
    await say('install');
    expect(asked).toEqual(
      Object.entries(files.now).map(([path, hash]) => ({ path, integrity: `sha256-${hash}` })),
    );
    expect([...(all.get(`stoa-files-${'b'.repeat(32)}`)?.keys() ?? [])]).toEqual(
      Object.keys(files.now).map((path) => origin + path),
    );
  });

  it('comes from the device afterwards, and the words of a language from when they were first wanted', async () => {
    const { say, get, net } = world();
    await say('install');
    expect(await get('/assets/ja-A.js')).toBe('from the server /assets/ja-A.js');
    net.online = false;
    expect(await get('/assets/index-A.js')).toBe('from the server /assets/index-A.js');
    expect(await get('/assets/ja-A.js')).toBe('from the server /assets/ja-A.js');
  });

  it('is never an answer to a call, a picture, an event, or any other address', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/);
    const path = fc.oneof(
      fc.tuple(fc.constantFrom('api', 'i', 'e', 'r', 'calendar', 'live', 'signal'), part, part),
      fc.array(part, { maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        path,
        fc.constantFrom('', '?x=1'),
        fc.constantFrom('cors', 'no-cors'),
        (parts, query, mode) => {
          const url = `${origin}/${parts.join('/')}${query}`;
          expect(planFor({ method: 'GET', url, mode }, origin, files)).toBe('pass');
        },
      ),
    );
    for (const url of [...Object.keys(files.now), '/'])
      expect(planFor({ method: 'POST', url: origin + url, mode: 'cors' }, origin, files)).toBe('pass');
    expect(
      planFor({ method: 'GET', url: `https://other.example/theme.js`, mode: 'cors' }, origin, files),
    ).toBe('pass');
    expect(planFor({ method: 'GET', url: `${origin}/theme.js?a`, mode: 'cors' }, origin, files)).toBe('pass');
    expect(planFor({ method: 'GET', url: `${origin}/__proto__`, mode: 'cors' }, origin, files)).toBe('pass');
  });

  it('grows by nothing, whatever the person does', async () => {
    const { say, get, all } = world();
    await say('install');
    const before = JSON.stringify([...all].map(([name, entries]) => [name, [...entries.keys()]]));
    for (const path of ['/r/AAAAAAAAAAAAAAAAAAAAAA', '/p', '/event', '/'])
      await get(path, { mode: 'navigate' });
    for (const path of ['/api/people/profile', '/i/AAAAAAAAAAAAAAAAAAAAAA/64', '/e/AAAAAAAAAAAAAAAAAAAAAA'])
      expect(await get(path)).toBeUndefined();
    await say('push', { data: { text: () => 'Ada is on stage' } });
    expect(JSON.stringify([...all].map(([name, entries]) => [name, [...entries.keys()]]))).toBe(
      before.replace(/\]$/, ',["stoa-language",[]]]'),
    );
  });

  it('goes when a newer build takes over', async () => {
    const { say, all } = world();
    all.set('stoa-files-older', new Map());
    all.set('somebody-elses', new Map());
    await say('install');
    await say('activate');
    expect([...all.keys()]).toEqual(['somebody-elses', `stoa-files-${'b'.repeat(32)}`]);
  });
});

describe('a page that cannot be fetched', () => {
  it('is stood in for, in the language of the person, and names nothing', async () => {
    const { say, get, net } = world({ wanted: ['ja-JP'] });
    expect(await get('/r/AAAAAAAAAAAAAAAAAAAAAA', { mode: 'navigate' })).toContain('from the server');
    net.online = false;
    const japanese = await get('/r/AAAAAAAAAAAAAAAAAAAAAA', { mode: 'navigate' });
    expect(japanese).toContain('<html lang="ja" dir="ltr">');
    expect(japanese).not.toContain('AAAAAAAA');
    await say('message', { data: { t: 'speak', language: 'ar' }, ports: [] });
    expect(await get('/', { mode: 'navigate' })).toContain('<html lang="ar" dir="rtl">');
    await say('message', { data: { t: 'speak', language: '"><script>' }, ports: [] });
    expect(await get('/', { mode: 'navigate' })).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('news', () => {
  it('is shown in words that say nothing, in every language', async () => {
    const bodies = new Set<string>();
    for (const { code } of languages) {
      const { say, shown, badges } = world({ wanted: [code] });
      await say('push', { data: { text: () => 'Ada is on stage' } });
      expect(shown).toHaveLength(1);
      expect(shown[0]?.title).toBe('Stoa');
      expect(shown[0]?.options).toMatchObject({ lang: code, tag: 'news' });
      expect(JSON.stringify(shown)).not.toContain('Ada');
      expect(shown[0]?.options.data).toBeUndefined();
      bodies.add(shown[0]?.options.body ?? '');
      expect(badges()).toBe(1);
    }
    expect(bodies.size).toBe(languages.length);
  });

  it('is not shown to somebody who looks at the app', async () => {
    const { say, shown } = world({ windows: [{ focused: false }, { focused: true }] });
    await say('push');
    expect(shown).toEqual([]);
  });

  it('leads to the notices: in the page that is there, which may be in a room, or a new one', async () => {
    const none = world();
    await none.say('notificationclick', { notification: { close: () => {} } });
    expect(none.opened).toEqual(['/notices']);
    const told: unknown[] = [];
    const one = world({
      windows: [{ focus: async () => undefined, postMessage: (said) => void told.push(said) }],
    });
    await one.say('notificationclick', { notification: { close: () => {} } });
    expect(one.opened).toEqual([]);
    expect(told).toEqual([{ t: 'openNotices' }]);
  });
});

it('a newer build takes over only when it is told to', async () => {
  const { say, took } = world();
  await say('install');
  await say('activate');
  expect(took()).toBe(false);
  await say('message', { data: { t: 'nonsense' }, ports: [] });
  expect(took()).toBe(false);
  await say('message', { data: { t: 'takeOver' }, ports: [] });
  expect(took()).toBe(true);
});

it('says which build it is', async () => {
  const { say } = world();
  const said: unknown[] = [];
  await say('message', {
    data: { t: 'whichBuild' },
    ports: [{ postMessage: (what: unknown) => said.push(what) }],
  });
  expect(said).toEqual([{ build: files.build }]);
});
