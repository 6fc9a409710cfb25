// The app as a program of the device: what a system needs to install it, what stays on the device and what does not, a page
// without network, news, and a newer build.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../rig/temporary.ts';
import { type ChromiumPerson, eventually, openAlbum, signUp, startServer, useStage } from '../stage/index.ts';

// A copy of the build, because one test makes a newer one of it.
const web = join(temporaryFolder('web'), 'app');
cpSync(fileURLToPath(new URL('../../../apps/web/dist', import.meta.url)), web, { recursive: true });
const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1', STOA_WEB: web } } });

const album = openAlbum('installed');
const ask = <T>(person: ChromiumPerson, script: string) => person.page.evaluate(script) as Promise<T>;
const ready = (person: ChromiumPerson) => ask(person, 'navigator.serviceWorker.ready.then(() => true)');
const build = () => readFileSync(join(web, 'build.txt'), 'utf8').trim();

test('a browser finds all that it needs to install the app, and the worker that it may run', async () => {
  const ada = await stage.person('Ada Brandt');
  await ada.open(stage.server.url);
  await ada.seesHeading('A room to talk in. Nobody in between.');
  await ready(ada);
  const line = await ada.page.context().newCDPSession(ada.page);
  const manifest = await line.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(manifest.url).toBe(`${stage.server.url}/manifest.webmanifest`);
  const { icons, shortcuts } = JSON.parse(manifest.data ?? '{}') as {
    icons: { src: string; sizes: string; purpose: string }[];
    shortcuts: { url: string }[];
  };
  expect(icons.map(({ purpose }) => purpose).sort()).toEqual(['any', 'any', 'maskable', 'maskable']);
  for (const { src } of icons) {
    const icon = await ada.page.request.get(stage.server.url + src);
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/png']);
  }
  for (const { url } of shortcuts)
    expect((await ada.page.request.get(stage.server.url + url)).status()).toBe(200);
  const { installabilityErrors } = await line.send('Page.getInstallabilityErrors');
  // Each person of these tests is a private window, which no browser installs from.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('what stays on the device is the files of the build and the language, and names nobody and no room', async () => {
  // Names that stand in no text of the app.
  const ada = await stage.person('Quorra Veldt', { tone: 440 });
  await signUp(ada, stage.server.url, 'quorraveldt');
  await ready(ada);
  await ada.page.getByRole('link', { name: 'Start a room' }).first().click();
  await ada.fill('What is it about?', 'Kestrel hours');
  await ada.press('button', 'Start a room');
  await ada.seesHeading('Kestrel hours');
  const room = ada.page.url();
  await ada.page.goto(`${stage.server.url}/p#quorraveldt`);
  await ada.seesHeading('Quorra Veldt');
  await ada.page.goto(`${stage.server.url}/settings#about`);
  await ada.seesText(build().slice(0, 8));
  const kept = await ask<[string, string, string][]>(
    ada,
    `(async () => {
      const all = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          all.push([name, new URL(request.url).pathname, await (await cache.match(request)).text()]);
      }
      return all;
    })()`,
  );
  const own = kept.filter(([name]) => name !== 'stoa-language');
  expect(new Set(own.map(([name]) => name))).toEqual(new Set([`stoa-files-${build().slice(0, 32)}`]));
  for (const [, path, text] of own) expect(text, path).toBe(readFileSync(join(web, path), 'utf8'));
  expect(kept.filter(([name]) => name === 'stoa-language').map(([, path, text]) => [path, text])).toEqual([
    ['/language', 'en'],
  ]);
  const handle = /\/r\/([\w-]+)#([\w-]+)/.exec(room);
  for (const secret of ['quorraveldt', 'Quorra Veldt', 'Kestrel hours', handle?.[1], handle?.[2]])
    for (const [, path, text] of kept) expect((path + text).includes(secret ?? '-'), path).toBe(false);
}, 60_000);

test('without the server a page stands in, and the way back is the same address', async () => {
  const server = await startServer({ env: { STOA_WEB: web } });
  const ada = await stage.person('Ada Brandt');
  try {
    await ada.open(server.url);
    await ready(ada);
    // A worker keeps the pages that come after it.
    await ada.page.reload();
  } finally {
    await server.close();
  }
  const link = `${server.url}/r/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBB`;
  await ada.page.goto(link);
  await ada.seesHeading('You are not connected');
  expect(ada.page.url()).toBe(link);
  await album.shoot(ada, 'offline');
  await ada.page.goto(server.url);
  await ada.seesHeading('You are not connected');
  const again = await startServer({ env: { STOA_WEB: web, PORT: String(server.port) } });
  try {
    await ada.press('button', 'Try again');
    await ada.seesHeading('A room to talk in. Nobody in between.');
  } finally {
    await again.close();
  }
}, 60_000);

test('a push shows words that say nothing, and leads to the notices', async () => {
  const ada = await stage.person('Ada Brandt');
  await ada.page.context().grantPermissions(['notifications']);
  const line = await ada.page.context().newCDPSession(ada.page);
  const found = new Promise<string>((resolve) => {
    line.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const mine = registrations.find(({ scopeURL }) => scopeURL.startsWith(stage.server.url));
      if (mine) resolve(mine.registrationId);
    });
  });
  await line.send('ServiceWorker.enable');
  await ada.open(stage.server.url);
  await ready(ada);
  const registrationId = await found;
  // Whoever looks at the app is told inside it: this person looks elsewhere.
  await ada.page.goto('about:blank');
  await line.send('ServiceWorker.deliverPushMessage', {
    origin: stage.server.url,
    registrationId,
    data: JSON.stringify({ t: 'new', from: 'Bo Lind' }),
  });
  await ada.page.goto(stage.server.url);
  const shown = await eventually(
    'a notice of the system',
    async () => {
      const all = await ask<{ title: string; body: string; tag: string; data: unknown }[]>(
        ada,
        `navigator.serviceWorker.ready
          .then((registration) => registration.getNotifications())
          .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, data })))`,
      );
      return all.length > 0 ? all : undefined;
    },
    async () => 'none',
  );
  expect(shown).toEqual([
    { title: 'Stoa', body: 'There is something new for you.', tag: 'news', data: null },
  ]);
}, 60_000);

test('a newer build waits until the person takes it', async () => {
  const ada = await stage.person('Ada Brandt');
  await ada.open(stage.server.url);
  await ready(ada);
  const older = build();
  const newer = `${older[0] === 'f' ? 'e' : 'f'}${older.slice(1)}`;
  const worker = join(web, 'service-worker.js');
  writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll(older, newer));
  try {
    await ada.page.reload();
    await ada.seesText('A new version is ready');
    await album.shoot(ada, 'newer');
    const caches = () => ask<string[]>(ada, 'caches.keys().then((all) => all.sort())');
    expect(await caches()).toContain(`stoa-files-${older.slice(0, 32)}`);
    await ada.press('button', 'Reload');
    await eventually(
      'the older files to be gone',
      async () =>
        !(await caches().catch(() => [`stoa-files-${older.slice(0, 32)}`])).includes(
          `stoa-files-${older.slice(0, 32)}`,
        ) || undefined,
      async () => (await caches()).join(),
    );
    await ada.seesHeading('A room to talk in. Nobody in between.');
    await ada.seesNoText('A new version is ready');
    expect(await caches()).toContain(`stoa-files-${newer.slice(0, 32)}`);
  } finally {
    writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll(newer, older));
  }
}, 60_000);

test('every screen of this kind was reached and has its pictures', () => {
  expect(album.missing()).toEqual([]);
});
