// Tones in, tones measured out, alike in a page of Playwright (Chromium) and of Puppeteer (Firefox).
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page as ChromiumPage } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';

export type AnyPage = ChromiumPage | FirefoxPage;

/**
 * Evaluates an expression in either kind of page (their own types for this do not unite).
 * Beware: Chromium takes every evaluation for a gesture of the person.
 */
export function evaluate(page: AnyPage, expression: string): Promise<unknown> {
  return 'addInitScript' in page ? page.evaluate(expression) : page.evaluate(expression);
}

/** What one audio track of a media element carries, measured over the last 170 ms. */
export interface Heard {
  /** Frequency of the loudest tone, within some 3 Hz; 0 when it is silent. */
  hz: number;
  /** 0 to 1; below 0.001 counts as silent. */
  rms: number;
  /** Share of the power near the loudest tone: near 1 for a tone, far below 0.5 for noise. */
  purity: number;
  /** State of the element: one that is paused or muted lets nobody hear what is measured. */
  paused: boolean;
  muted: boolean;
}

const SCRIPT = readFileSync(new URL('./page/tones.js', import.meta.url), 'utf8');
const TOLERANCE_HZ = 12;

/** Before the page loads: getUserMedia gives an oscillator of that frequency (0: silent until setTone). */
export function installTone(page: AnyPage, hz: number): Promise<void> {
  return beforeLoad(page, `stoaTones.speak(${hz});`);
}

/** Before the page loads: leaves the microphone as it is, but lets the page be listened to. */
export function installEars(page: AnyPage): Promise<void> {
  return beforeLoad(page, '');
}

/** Before the page loads: play() is refused until the person has really clicked or pressed a key. */
export function blockPlayback(page: AnyPage): Promise<void> {
  return beforeLoad(page, 'stoaTones.blockPlayback();');
}

async function beforeLoad(page: AnyPage, more: string): Promise<void> {
  if ('addInitScript' in page) await page.addInitScript({ content: `${SCRIPT};${more}` });
  else await page.evaluateOnNewDocument(`${SCRIPT};${more}`);
}

/** Changes the tone of a microphone that is open already; 0 is digital silence. */
export async function setTone(page: AnyPage, hz: number, gain = 0.5): Promise<void> {
  await evaluate(page, `stoaTones.speak(${hz}, ${gain})`);
}

/** One entry for each live audio track on a media element of the page, in the order of their creation. */
export async function listen(page: AnyPage, millis = 200): Promise<Heard[]> {
  const heard = (await evaluate(page, `stoaTones.listen(${millis})`)) as Heard[] | { cannot: string };
  if ('cannot' in heard) throw new Error(`Nothing can be measured: ${heard.cannot}`);
  return heard;
}

/** The tones that a person at this page hears: on elements that play, are not muted and carry a clear tone. */
export async function heardTones(page: AnyPage, millis = 200): Promise<number[]> {
  const heard = await listen(page, millis);
  return heard
    .filter((one) => one.hz > 0 && one.purity > 0.5 && !one.paused && !one.muted)
    .map((one) => one.hz);
}

/** Resolves with the milliseconds it took until the tone is heard; rejects with what was heard instead. */
export async function waitForTone(page: AnyPage, hz: number, withinMillis = 10_000): Promise<number> {
  return waitUntil(page, `${hz} Hz`, withinMillis, (heard) =>
    heard.some(
      (one) => Math.abs(one.hz - hz) < TOLERANCE_HZ && one.purity > 0.5 && !one.paused && !one.muted,
    ),
  );
}

/** Resolves when that tone (or, without one, every sound) has gone; rejects when it stays. */
export async function waitForSilence(page: AnyPage, hz?: number, withinMillis = 10_000): Promise<number> {
  return waitUntil(page, hz ? `no ${hz} Hz` : 'silence', withinMillis, (heard) =>
    heard.every(
      (one) => (hz ? Math.abs(one.hz - hz) >= TOLERANCE_HZ : one.rms < 0.001) || one.paused || one.muted,
    ),
  );
}

async function waitUntil(
  page: AnyPage,
  wanted: string,
  withinMillis: number,
  is: (heard: Heard[]) => boolean,
) {
  const began = performance.now();
  for (;;) {
    const heard = await listen(page, 60);
    const millis = performance.now() - began;
    if (is(heard)) return millis;
    if (millis > withinMillis) {
      throw new Error(`Waited ${withinMillis} ms for ${wanted}; the page plays ${JSON.stringify(heard)}`);
    }
    await sleep(40);
  }
}
