// Firefox ESR in a namespace, driven over WebDriver BiDi. It offers BiDi on its own loopback only, which the test cannot
// reach: a small forwarder inside the namespace passes the connection on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { firefoxPath } from './config.ts';
import type { NetNamespace } from './namespace.ts';
import { browserPath, endProgram, waitForOutput } from './programs.ts';
import { startSoundDevice } from './sound-device.ts';
import { temporaryFolder } from './temporary.ts';
import { installEars, installTone } from './tone.ts';

export interface FirefoxOptions {
  namespace: NetNamespace;
  microphone?: 'allowed' | 'denied';
  autoplay?: 'allowed' | 'blocked';
  /** Takes any certificate for TLS, as one that a test has made for itself. */
  anyCertificate?: boolean;
  prefs?: Readonly<Record<string, string | number | boolean>>;
}

export interface Firefox {
  readonly browser: Browser;
  /** A page of its own; `tone` as in openChromiumPage. */
  openPage(options?: { tone?: number; viewport?: { width: number; height: number } }): Promise<Page>;
  close(): Promise<void>;
}

const QUIET = {
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

export async function launchFirefox(options: FirefoxOptions): Promise<Firefox> {
  const {
    namespace,
    microphone = 'allowed',
    autoplay = 'allowed',
    anyCertificate = false,
    prefs = {},
  } = options;
  const path = browserPath(firefoxPath(), 'firefox-esr');
  const sound = await startSoundDevice(namespace);
  const profile = temporaryFolder('firefox');
  writePrefs(profile, {
    ...QUIET,
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': microphone === 'allowed',
    // 2: ask nobody, refuse.
    'permissions.default.microphone': microphone === 'allowed' ? 1 : 2,
    'media.autoplay.default': autoplay === 'allowed' ? 0 : 1,
    'media.autoplay.blocking_policy': 0,
    'remote.active-protocols': 1,
    ...prefs,
  });
  const env = { ...sound.env, HOME: profile, XDG_RUNTIME_DIR: profile, DBUS_SESSION_BUS_ADDRESS: '' };
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0'];
  const firefox = namespace.start(path, args, env);
  const [, port] = await waitForOutput(
    firefox,
    /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/,
    60_000,
  );
  const forwarder = namespace.start(process.execPath, ['-e', FORWARDER, namespace.address, port ?? '']);
  const [, door] = await waitForOutput(forwarder, /listening on (\d+)/, 15_000);
  const browser = await puppeteer.connect({
    browserWSEndpoint: `ws://${namespace.address}:${door}/session`,
    headers: { Host: `127.0.0.1:${port}` },
    protocol: 'webDriverBiDi',
    defaultViewport: null,
    acceptInsecureCerts: anyCertificate,
  });
  return {
    browser,
    openPage: (page) => openPage(browser, page),
    async close() {
      await browser.close().catch(() => {
        // It may be gone already; the process is ended below in any case.
      });
      await endProgram(firefox);
      await endProgram(forwarder);
      await sound.close();
    },
  };
}

async function openPage(
  browser: Browser,
  { tone, viewport }: NonNullable<Parameters<Firefox['openPage']>[0]> = {},
) {
  const page = await (await browser.createBrowserContext()).newPage();
  if (viewport) await page.setViewport(viewport);
  if (tone === undefined) await installEars(page);
  else await installTone(page, tone);
  return page;
}

function writePrefs(profile: string, prefs: Record<string, string | number | boolean>): void {
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
}

/** Node program: connections to [address, any port] go to [loopback, port]. */
const FORWARDER = `
const net = require('node:net');
const [address, port] = process.argv.slice(1);
const server = net.createServer((outer) => {
  const inner = net.connect(Number(port), '127.0.0.1');
  for (const [from, to] of [[outer, inner], [inner, outer]]) from.pipe(to).on('error', () => from.destroy());
});
server.listen(0, address, () => console.log('listening on ' + server.address().port));
`;
