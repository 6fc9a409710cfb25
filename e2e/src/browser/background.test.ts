import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { chromiumPerson, eventually, firefoxPerson, longestQuiet, useTwoEngines } from '../stage/index.ts';

// Firefox, because the driver of Chromium keeps every page of it as if it were in front.
const engines = useTwoEngines();

const isHidden = (page: Page) => page.evaluate('document.hidden');

test('behind another tab one goes on hearing, who comes newly on stage too, and the device’s controls know it', async () => {
  const host = await chromiumPerson(engines.chromium, 'Maren', { tone: 440 });
  const link = await host.startRoom(engines.server.url, 'Sunday coffee');
  const guest = await firefoxPerson(engines.firefox, 'Leila');
  await guest.join(link);
  await guest.hears(440);
  expect(await guest.page.evaluate('navigator.mediaSession.metadata?.title')).toBe('In a room on Stoa');
  expect(await guest.page.evaluate('navigator.mediaSession.playbackState')).toBe('playing');

  await guest.watchesSound();
  const other = await guest.page.browserContext().newPage();
  await other.bringToFront();
  await eventually('the page to be hidden', async () => (await isHidden(guest.page)) === true);
  await guest.hears(440);
  const late = await chromiumPerson(engines.chromium, 'Tomasz', { tone: 900 });
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
