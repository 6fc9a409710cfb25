// F7: a device moves to another network. Its address goes at once; nothing tells the program, and its sockets stay silent.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork } from '../hosts/network.ts';
import { type People, startPeople } from '../hosts/people.ts';
import { quantile } from '../stage/gaps.ts';
import { type StageServer, startServer } from '../stage/server.ts';

const ROUNDS = 8;
const network = createNetwork(['server', 'people'] as const);
let server: StageServer;
let there: People;
let here: People;

beforeAll(async () => {
  const { server: host, people } = network.hosts;
  server = await startServer({ namespace: host, env: { HOST: host.address } });
  there = startPeople(host);
  here = startPeople(people);
}, 60_000);
afterAll(async () => {
  await Promise.all([there?.end(), here?.end()]);
  await server?.close();
  network.close();
}, 30_000);

test('F7 a listener whose address changes hears again within 1.5 s', async () => {
  const origin = `http://${network.hosts.server.address}:${server.port}`;
  const host = await there.come({ name: 'Maren', server: origin, tone: 440, ear: 'frames' });
  await there.live(host);
  const link = await there.link(host);
  const guest = await here.come({ name: 'Tomasz', server: origin, link, ear: 'frames' });
  await here.live(guest);
  const gaps: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(1_500 + 37 * round);
    await here.forgetHeard();
    network.readdress('people');
    const until = performance.now() + 15_000;
    for (;;) {
      await sleep(50);
      const [voice] = await here.heard(guest);
      if (voice && voice.frames > 0 && voice.quietMs < 100 && voice.longestSilenceMs > 200) {
        gaps.push(Math.round(voice.longestSilenceMs));
        break;
      }
      if (performance.now() > until) throw new Error('the sound did not come back within 15 s');
    }
  }
  console.log(`F7 Node, ms without sound: ${gaps.join(', ')}; p95 ${quantile(gaps, 0.95)}`);
  // The p95 is printed: one round of eight, on a machine that may have other work, is no ground to fail.
  expect(quantile(gaps, 0.5)).toBeLessThan(1_500);
  expect(quantile(gaps, 0.95)).toBeLessThan(4_000);
}, 120_000);
