import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** Steps of a join, milliseconds after the tap. */
export const marks = ['offered', 'answered', 'connected', 'heard'] as const;
export type Marks = Readonly<Record<(typeof marks)[number], number>>;

/** People in the web app, as far as a bench has to play them. */

const patienceMs = 20_000;

/** Opens a room in which a steady tone is spoken. @returns the link to join it by */
export async function openSpeaker(browser: Browser, url: string): Promise<{ page: Page; link: string }> {
  const page = await newPage(browser, 'tone.js');
  await page.goto(url);
  await page.fill('input[name="title"]', 'Bench');
  await page.fill('input[name="name"]', 'Speaker');
  await page.click('form button[type="submit"]');
  await page.waitForURL(/\/r\/.+#/, { timeout: patienceMs });
  return { page, link: page.url() };
}

/** A page on the join screen, loaded and at rest: one tap away from the room. */
export async function openAtDoor(browser: Browser, link: string): Promise<Page> {
  const page = await newPage(browser, 'ears.js');
  await page.goto(link);
  await page.fill('input[name="name"]', 'Listener');
  await page.waitForTimeout(500);
  return page;
}

/** What `pages/ears.js` notes in a listener's page; times in milliseconds of the page's clock. */
export interface Ears {
  readonly marks: Partial<Marks>;
  readonly lastLoudAt?: number;
  readonly longestSilence: number;
}

/** Taps and waits for sound. */
export async function tapAndHear(page: Page): Promise<Marks> {
  await page.click('form button[type="submit"]');
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = (await earsOf(page)).marks;
    // The page may hear the first sound before the browser tells it that the connection is up.
    if (marks.every((mark) => found[mark] !== undefined)) return found as Marks;
    if (performance.now() > end) throw new Error('nothing was heard in the room');
    await page.waitForTimeout(50);
  }
}

/** A function, not a string: the app's content security policy forbids evaluating text. */
export function earsOf(page: Page): Promise<Ears> {
  return page.evaluate(() => ({ ...(window as unknown as { ears: Ears }).ears }));
}

export async function forgetSilences(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { ears: { longestSilence: number } }).ears.longestSilence = 0;
  });
}

/** Waits until sound has come for half a second without a pause. */
export async function hearsAgain(page: Page): Promise<void> {
  const end = performance.now() + patienceMs;
  for (let steady = 0; steady < 5; ) {
    if (performance.now() > end) throw new Error('a listener did not hear again');
    await page.waitForTimeout(100);
    const fresh = await page.evaluate(
      () => performance.now() - ((window as unknown as { ears: Ears }).ears.lastLoudAt ?? 0) < 100,
    );
    steady = fresh ? steady + 1 : 0;
  }
}

async function newPage(browser: Browser, script: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript({ path: fileURLToPath(new URL(`../../pages/${script}`, import.meta.url)) });
  return page;
}
