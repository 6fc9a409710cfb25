import type { Browser } from 'playwright-core';
import { type Benchmark, type BenchOption, one, type Report } from '../benchmark.ts';
import { launchChromium } from '../browser/chromium.ts';
import { joinRelayAgainAndAgain } from '../browser/media-joins.ts';
import { type Marks, marks, openAtDoor, openSpeaker, tapAndHear } from '../browser/room-pages.ts';
import { listenersOption } from '../options.ts';
import { quantile } from '../stats.ts';
import { startServer } from '../systems/server.ts';

const joinsOption: BenchOption = {
  name: 'joins',
  summary: 'joins that count; one more is made first and dropped',
  fallback: [30],
  min: 5,
  max: 300,
};

const goals = { p50: 150, p95: 300 } as const;

export const firstAudio: Benchmark = {
  name: 'first-audio',
  summary: 'from the tap in Chromium to the first sound, while somebody speaks in the room',
  options: [
    { ...listenersOption(50), summary: 'thin listeners at the relay of the media-alone variant', max: 500 },
    joinsOption,
  ],
  run: async (values, report) => {
    report.note(
      'whole room: the server as operators run it, the web app open on its join screen, tap to the first sample above silence in WebAudio; token, admission, keys, ICE, DTLS and decoding included; speaker, steward and listener in one Chromium; loopback, no loss',
    );
    report.note(
      'media alone: the same without the server and the keys, offer and answer over HTTP: what browser and relay need at least, step by step',
    );
    const browser = await launchChromium();
    try {
      const count = one(values, 'joins') + 1;
      const room = await joinRoomAgainAndAgain(browser, count);
      publish(room.slice(1), report, browser.version(), 'whole room', {});
      const listeners = one(values, 'listeners');
      const alone = await joinRelayAgainAndAgain(browser, listeners, count);
      publish(alone.slice(1), report, browser.version(), 'media alone', { listeners });
    } finally {
      await browser.close();
    }
  },
};

/** Each time a new person in a browser profile of its own, on a page that has come to rest. */
async function joinRoomAgainAndAgain(browser: Browser, times: number): Promise<Marks[]> {
  const server = await startServer(1);
  try {
    const { page: speaker, link } = await openSpeaker(browser, server.url);
    const found: Marks[] = [];
    for (let i = 0; i < times; i += 1) {
      const page = await openAtDoor(browser, link);
      found.push(await tapAndHear(page));
      await page.context().close();
    }
    await speaker.context().close();
    return found;
  } finally {
    await server.stop();
  }
}

function publish(
  joins: readonly Marks[],
  report: Report,
  browser: string,
  variant: string,
  conditions: Record<string, number>,
): void {
  for (const mark of marks) {
    const times = joins.map((join) => join[mark]);
    for (const [name, p] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const isGoal = variant === 'whole room' && mark === 'heard';
      report.figure(
        {
          metric: `first-audio.${name}`,
          subject: 'stoa',
          value: quantile(times, p),
          unit: 'ms after the tap',
          conditions: { ...conditions, joins: joins.length, variant: `${variant}: ${mark}` },
          ...(isGoal ? { goal: { text: `at most ${goals[name]} ms`, limit: goals[name] } } : {}),
        },
        { chromium: browser },
      );
    }
  }
}
