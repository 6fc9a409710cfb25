import type { Page } from 'playwright-core';
import { usageOf } from '../process/usage.ts';
import { type StoaServer, startServer } from '../systems/server.ts';
import { launchChromium } from './chromium.ts';
import { earsOf, forgetSilences, hearsAgain, openAtDoor, openSpeaker, tapAndHear } from './room-pages.ts';

const settleMs = 1500;
const giveUpMs = 12_000;

/** A room of web pages on the whole server. @returns longest silence of each page, milliseconds, one array a round */
export async function killUnderBrowsers(pages: number, times: number): Promise<Float64Array[]> {
  const server = await startServer(2);
  const browser = await launchChromium();
  try {
    const { link } = await openSpeaker(browser, server.url);
    const listening: Page[] = [];
    for (let i = 0; i < pages; i += 1) {
      const page = await openAtDoor(browser, link);
      await tapAndHear(page);
      listening.push(page);
    }
    const rounds: Float64Array[] = [];
    for (let round = 0; round < times; round += 1) {
      await sleep(settleMs);
      await Promise.all(listening.map(forgetSilences));
      process.kill(await busiest(server), 'SIGKILL');
      await sleep(settleMs);
      await Promise.all(listening.map(hearsAgain));
      const silences = await Promise.all(listening.map(async (page) => (await earsOf(page)).longestSilence));
      rounds.push(Float64Array.from(silences));
    }
    return rounds;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The relay process that carries the room: the one that uses processor time. Waits until both are up. */
async function busiest(server: StoaServer): Promise<number> {
  const end = performance.now() + giveUpMs;
  while (server.relayPids().length < 2) {
    if (performance.now() > end) throw new Error('the killed relay did not come back');
    await sleep(100);
  }
  await sleep(settleMs); // starting up costs processor time too
  const before = server.relayPids().map((pid) => ({ pid, cpuUs: usageOf(pid).cpuUs }));
  await sleep(settleMs);
  const spent = before.map(({ pid, cpuUs }) => ({ pid, cpuUs: usageOf(pid).cpuUs - cpuUs }));
  return spent.reduce((most, one) => (one.cpuUs > most.cpuUs ? one : most)).pid;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
