import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './config.ts';
import type { NetNamespace } from './namespace.ts';
import { browserPath } from './programs.ts';
import { programInNamespace } from './temporary.ts';
import { installEars, installTone } from './tone.ts';

export interface ChromiumOptions {
  /** Where it runs; without one, in the network of the test. */
  namespace?: NetNamespace;
  /** 'allowed' (a made-up device; see openChromiumPage for tones), 'denied', or a WAV file that it plays in a loop. */
  microphone?: 'allowed' | 'denied' | { wav: string };
  /** 'blocked' as on a page that nobody has touched. Default: 'allowed'. */
  autoplay?: 'allowed' | 'blocked';
  args?: readonly string[];
}

// The address bar of each window has two pages of its own, which nobody sees and which cost more to open than a room. The
// last list counts, so those that Playwright gives to keep pages as they are and the browser quiet are here, too.
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

// Works as root, asks nobody for updates, sends nothing but what the page sends.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT.join(',')}`,
];

/** A headless Chromium; one browser serves many people, each with a page of openChromiumPage. */
export function launchChromium(options: ChromiumOptions = {}): Promise<Browser> {
  const { namespace, microphone = 'allowed', autoplay = 'allowed', args = [] } = options;
  const path = browserPath(chromiumPath(), 'chromium');
  return chromium.launch({
    executablePath: namespace ? programInNamespace(namespace, path) : path,
    args: [
      ...ARGS,
      ...microphoneArgs(microphone),
      `--autoplay-policy=${autoplay === 'allowed' ? 'no-user-gesture-required' : 'document-user-activation-required'}`,
      ...args,
    ],
  });
}

function microphoneArgs(microphone: NonNullable<ChromiumOptions['microphone']>): string[] {
  if (microphone === 'denied') return ['--use-fake-device-for-media-stream', '--deny-permission-prompts'];
  const allowed = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return microphone === 'allowed'
    ? allowed
    : [...allowed, `--use-file-for-fake-audio-capture=${microphone.wav}`];
}

export interface PageOptions extends BrowserContextOptions {
  /** Frequency of the tone that replaces the microphone; 0 starts silent; without it the microphone stays. */
  tone?: number;
}

/** A page in a browser profile of its own: one person. viewport, colorScheme, reducedMotion ... are Playwright's. */
export async function openChromiumPage(browser: Browser, options: PageOptions = {}): Promise<Page> {
  const { tone, ...context } = options;
  const page = await (await browser.newContext(context)).newPage();
  if (tone === undefined) await installEars(page);
  else await installTone(page, tone);
  return page;
}
