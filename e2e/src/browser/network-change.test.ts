// F7: a device moves to another network: new address, new port, old sockets dead and silent.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { isLong } from '../rig/config.ts';
import { type Firefox, launchFirefox } from '../rig/firefox.ts';
import {
  chromiumPerson,
  eventually,
  firefoxPerson,
  type Person,
  quantile,
  useOutside,
} from '../stage/index.ts';

const outside = useOutside();
const ROUNDS = isLong() ? 5 : 1;
let inside: Browser;
let firefox: Firefox;
let beyond: Browser;

beforeAll(async () => {
  const { network, chromiumArgs: args } = outside;
  [inside, firefox, beyond] = await Promise.all([
    launchChromium({ namespace: network, args }),
    launchFirefox({ namespace: network, anyCertificate: true }),
    launchChromium({ args }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([firefox?.close(), inside?.close(), beyond?.close()]);
}, 60_000);

let moves = 0;
/**
 * Another address, and nothing passes from or to any older one. They go too, but for the first, over which the test steers
 * Firefox.
 */
function move(keepsFirst: boolean): number {
  const { network, server } = outside;
  const net = network.address.replace(/\.\d+$/, '');
  const [before, now] = [`${net}.${9 + moves}`, `${net}.${10 + moves}`];
  moves++;
  const out = `nft add rule inet moved out ip daddr ${network.hostAddress} ip saddr != ${now}`;
  const back = `nft add rule inet moved back ip saddr ${network.hostAddress} ip daddr != ${now}`;
  const steps = [
    `ip addr add ${now}/24 dev ${network.device}`,
    moves > 1 ? `ip addr del ${before}/24 dev ${network.device}` : 'true',
    keepsFirst ? 'true' : `(ip addr del ${net}.2/24 dev ${network.device} 2>/dev/null || true)`,
    // With the first of a network the system takes the others away.
    `ip addr replace ${now}/24 dev ${network.device}`,
    `ip route replace ${net}.0/24 dev ${network.device} src ${now}`,
    `ip route replace default via ${network.hostAddress} src ${now}`,
    'nft add table inet moved',
    "nft add chain inet moved out '{ type filter hook output priority 0; }'",
    "nft add chain inet moved back '{ type filter hook input priority 0; }'",
    'nft flush table inet moved',
    `${out} tcp dport ${server.port} drop`,
    `${back} tcp sport ${server.port} drop`,
    `${out} meta l4proto udp drop`,
    `${back} meta l4proto udp drop`,
  ];
  network.run('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin; ${steps.join(' && ')}`]);
  return performance.timeOrigin + performance.now();
}

async function backAfterMoves(guest: Person, keepsFirst: boolean): Promise<number[]> {
  const host = await chromiumPerson(beyond, 'Maren', { tone: 0, ignoreHTTPSErrors: true });
  const link = await host.startRoom(outside.page, 'On the move');
  await host.speak(440);
  await guest.open(link);
  await guest.watchesSound();
  await guest.fill('Your name in the room', guest.name);
  await guest.press('button', 'Join and listen');
  await guest.hears(440);
  const tap = await guest.lastTap();
  const back: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await guest.hears(440);
    await sleep(1_500);
    const at = move(keepsFirst);
    const loud = await eventually(
      'the sound to go and come back',
      async () => (await guest.turns()).find(([when, is]) => is && when > at),
      () => guest.turns(),
    );
    back.push(Math.round(loud[0] - at));
  }
  expect(await guest.lastTap(), 'nobody tapped').toBe(tap);
  await guest.page.close();
  await host.page.close();
  return back;
}

// Without a word from the browser a dead socket used to be noticed after ten seconds. What is left is a second for noticing, and what
// browsers need: Chromium on Linux looks at the machine's addresses two seconds after they changed and offers no new one
// before. How long that takes on a machine that does other things besides is only printed; every round must bring the sound
// back, and the best of them faster than somebody comes back who has to wait for a dead socket (five seconds after the last
// answer to a ping, at the very least).
const BOUND = 5_500;

test('F7 Firefox hears again by itself, long before its socket would be taken for dead', {
  retry: 1,
}, async () => {
  const back = await backAfterMoves(await firefoxPerson(firefox, 'Leila'), true);
  console.log(`F7 Firefox, ms: ${back.join(', ')}; p95 ${quantile(back, 0.95)}`);
  expect(Math.min(...back)).toBeLessThan(BOUND);
});

test('F7 Chromium does, too', { retry: 1 }, async () => {
  await firefox.close();
  const guest = await chromiumPerson(inside, 'Tomasz', { tone: 0, ignoreHTTPSErrors: true });
  const back = await backAfterMoves(guest, false);
  console.log(`F7 Chromium, ms: ${back.join(', ')}; p95 ${quantile(back, 0.95)}`);
  expect(Math.min(...back)).toBeLessThan(BOUND);
});
