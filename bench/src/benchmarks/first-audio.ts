import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { media } from '@stoa/protocol';
import { type Browser, chromium } from 'playwright-core';
import { type Benchmark, type BenchOption, one, type Report, type Values } from '../benchmark.ts';
import { type Hall, openHall } from '../load/hall.ts';
import { opusAt, opusBytes } from '../load/packet.ts';
import { listenersOption } from '../options.ts';
import { quantile } from '../stats.ts';
import type { Party } from '../systems/forwarder.ts';
import { startStoa } from '../systems/stoa.ts';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const patienceMs = 10_000;
/** The talker must not fall silent in between: far longer than all joins together. */
const talkSeconds = 900;
const marks = ['offered', 'answered', 'connected', 'heard'] as const;
type Marks = Readonly<Record<(typeof marks)[number], number>>;

const joinsOption: BenchOption = {
  name: 'joins',
  summary: 'joins that count; one more is made first and dropped',
  fallback: [30],
  min: 5,
  max: 300,
};

export const firstAudio: Benchmark = {
  name: 'first-audio',
  summary: 'from the tap in Chromium to the first sound, while somebody speaks in the room',
  options: [{ ...listenersOption(50), max: 500 }, joinsOption],
  run: async (values, report) => {
    const executablePath = browsers.find((path) => existsSync(path));
    if (!executablePath) throw new Error('Chromium is not installed (Debian: apt-get install chromium)');
    report.note(
      'page and AudioContext are open before the tap (a warm app); heard: the first sample above silence in WebAudio; loopback, no loss',
    );
    report.note(
      'browser and relay alone, offer and answer over HTTP on loopback: tokens, admission and key exchange of a whole room come on top',
    );
    const hall = await openHall(await startStoa());
    const server = await serveJoins(hall);
    let browser: Browser | undefined;
    try {
      await hall.fill(one(values, 'listeners'));
      void hall.talk(talkSeconds).catch(() => {});
      browser = await chromium.launch({
        executablePath,
        args: ['--headless=new', '--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
      });
      const joins = await joinAgainAndAgain(browser, portOf(server), one(values, 'joins') + 1);
      publish(joins.slice(1), values, report, browser.version());
    } finally {
      await browser?.close();
      server.closeAllConnections();
      server.close();
      await hall.close();
    }
  },
};

async function joinAgainAndAgain(browser: Browser, port: number, times: number): Promise<Marks[]> {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction('window.isReady === true');
  const found: Marks[] = [];
  for (let i = 0; i < times; i += 1) {
    await page.click('#tap');
    found.push(await page.evaluate<Marks>('window.result'));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return found;
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

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function publish(joins: readonly Marks[], values: Values, report: Report, browser: string): void {
  const conditions = { listeners: one(values, 'listeners'), joins: joins.length };
  for (const mark of marks) {
    const times = joins.map((join) => join[mark]);
    for (const [name, p, limit] of [
      ['p50', 0.5, 150],
      ['p95', 0.95, 300],
    ] as const) {
      report.figure(
        {
          metric: `first-audio.${name}`,
          subject: 'stoa',
          value: quantile(times, p),
          unit: 'ms after the tap',
          conditions: { ...conditions, variant: mark },
          ...(mark === 'heard' ? { goal: { text: `at most ${limit} ms`, limit } } : {}),
        },
        { chromium: browser },
      );
    }
  }
}
