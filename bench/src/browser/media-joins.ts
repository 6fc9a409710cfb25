import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { media } from '@stoa/protocol';
import type { Browser } from 'playwright-core';
import { type Hall, openHall } from '../load/hall.ts';
import { opusAt, opusBytes } from '../load/packet.ts';
import type { Party } from '../systems/forwarder.ts';
import { startStoa } from '../systems/stoa.ts';
import type { Marks } from './room-pages.ts';

/** Joins of a browser to a relay alone: offer and answer over HTTP, no token, no admission, no keys. */

const patienceMs = 10_000;
/** The talker must not fall silent in between: far longer than all joins together. */
const talkSeconds = 900;

export async function joinRelayAgainAndAgain(
  browser: Browser,
  listeners: number,
  times: number,
): Promise<Marks[]> {
  const hall = await openHall(await startStoa());
  const server = await serveJoins(hall);
  try {
    await hall.fill(listeners);
    void hall.talk(talkSeconds).catch(() => {});
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('window.isReady === true');
    const found: Marks[] = [];
    for (let i = 0; i < times; i += 1) {
      await page.click('#tap');
      found.push(await page.evaluate<Marks>('window.result'));
      await page.waitForTimeout(250);
    }
    await page.close();
    return found;
  } finally {
    server.closeAllConnections();
    server.close();
    await hall.close();
  }
}

/** The page, and joins to the hall's forwarder by POST: offer in, answer out. */
async function serveJoins(hall: Hall): Promise<Server> {
  const settings = { slots: media.slots, payloadBytes: media.payloadBytes, opusAt, opusBytes, patienceMs };
  const files: Record<string, { name: string; type: string }> = {
    '/': { name: 'first-audio.html', type: 'text/html' },
    '/first-audio-worker.js': { name: 'first-audio-worker.js', type: 'text/javascript' },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const file = files[request.url ?? ''];
      if (request.method === 'POST' && request.url === '/join') {
        response.end(await answerTo(hall, await text(request)));
      } else if (request.url === '/settings') {
        response.end(JSON.stringify(settings));
      } else if (file) {
        response.setHeader('content-type', file.type);
        response.end(await readFile(new URL(`../../pages/${file.name}`, import.meta.url)));
      } else response.writeHead(404).end();
    })().catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.message : 'failed');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function answerTo(hall: Hall, offer: string): Promise<string> {
  let answer = '';
  const browser: Party = {
    offer: async () => offer,
    accept: async (sdp) => {
      answer = sdp;
    },
    answer: () => Promise.reject(new Error('the browser has offered already')),
  };
  await hall.forwarder.listen(browser, false);
  return answer;
}
