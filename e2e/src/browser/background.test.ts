import type { Browser } from 'playwright-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { type Firefox, launchFirefox } from '../rig/firefox.ts';
import { createNamespace, type NetNamespace } from '../rig/namespace.ts';
import {
  chromiumPerson,
  eventually,
  firefoxPerson,
  longestQuiet,
  type StageServer,
  startServer,
} from '../stage/index.ts';

// Firefox, because the driver of Chromium keeps every page of it as if it were in front.
let namespace: NetNamespace;
let server: StageServer;
let chromium: Browser;
let firefox: Firefox;

beforeAll(async () => {
  namespace = createNamespace();
  server = await startServer({ namespace });
  chromium = await launchChromium({ namespace });
  firefox = await launchFirefox({ namespace });
}, 120_000);

afterAll(async () => {
  await chromium?.close();
  await firefox?.close();
  await server?.close();
  namespace?.close();
}, 60_000);

const isHidden = (page: Page) => page.evaluate('document.hidden');

test('behind another tab one goes on hearing, who comes newly on stage too, and the device’s controls know it', async () => {
  const host = await chromiumPerson(chromium, 'Maren', { tone: 440 });
  const link = await host.startRoom(server.url, 'Sunday coffee');
  const guest = await firefoxPerson(firefox, 'Leila');
  await guest.join(link);
  await guest.hears(440);
  expect(await guest.page.evaluate('navigator.mediaSession.metadata?.title')).toBe('In a room on Stoa');
  expect(await guest.page.evaluate('navigator.mediaSession.playbackState')).toBe('playing');

  await guest.watchesSound();
  const other = await guest.page.browserContext().newPage();
  await other.bringToFront();
  await eventually('the page to be hidden', async () => (await isHidden(guest.page)) === true);
  await guest.hears(440);
  const late = await chromiumPerson(chromium, 'Tomasz', { tone: 900 });
  await late.join(link);
  await late.raiseHand();
  await host.inviteHand('Tomasz');
  await late.seesPerson('Tomasz', 'Speaker');
  await host.mute();
  await guest.hears(900);
  expect(await isHidden(guest.page)).toBe(true);
  await host.unmute();
  await guest.hears(440);
  expect(longestQuiet(await guest.turns())).toBeLessThan(3_000);
  await other.close();
}, 120_000);
