// A network that lets UDP out to one port alone, and a coturn there, set up as deploy/coturn/turnserver.conf is.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Daemon, startDaemon } from '../hosts/daemon.ts';
import { launchChromium } from '../rig/chromium.ts';
import { programPath } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { chromiumPerson, eventually, type Person, useOutside } from '../stage/index.ts';

const port = 3478;
const secret = randomBytes(24).toString('base64url');
const outside = useOutside((address) => ({
  STOA_TURN_URLS: `turn:${address}:${port}?transport=udp`,
  STOA_TURN_SECRET: secret,
}));

/** The example, with this secret and these relays; what it says goes to us rather than to syslog. */
function example(relay: string): string {
  return readFileSync(resolve(import.meta.dirname, '../../../deploy/coturn/turnserver.conf'), 'utf8')
    .replace(/^static-auth-secret=.*$/m, `static-auth-secret=${secret}`)
    .replace(/^allowed-peer-ip=.*$/m, `allowed-peer-ip=${relay}`)
    .replace(/^(no-stdout-log|syslog)\n/gm, '');
}

let chromium: Browser;
let coturn: Daemon;
beforeAll(async () => {
  const { network, chromiumArgs: args } = outside;
  const address = network.hostAddress;
  const folder = temporaryFolder('coturn');
  const file = join(folder, 'turnserver.conf');
  const here = [
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    `pidfile=${folder}/pid`,
    `userdb=${folder}/db`,
    'log-file=stdout',
    'verbose',
  ];
  writeFileSync(file, `${example(address)}${here.join('\n')}\n`);
  coturn = await startDaemon({
    program: programPath('turnserver'),
    args: ['-c', file],
    ready: /UDP listener opened/,
  });
  chromium = await launchChromium({ namespace: network, args });
}, 120_000);
afterAll(async () => {
  await chromium?.close();
  await coturn?.kill();
}, 60_000);

test('UDP goes out to one port alone: people hear each other through a coturn there, over UDP', async () => {
  const nft = (...words: string[]) => outside.network.run(programPath('nft'), words);
  nft('add', 'table', 'inet', 'walls');
  nft('add', 'chain', 'inet', 'walls', 'out', '{ type filter hook output priority 0; }');
  nft('add', 'rule', 'inet', 'walls', 'out', 'udp', 'dport', '!=', String(port), 'counter', 'drop');
  const person = (name: string): Promise<Person> =>
    chromiumPerson(chromium, name, { tone: 0, ignoreHTTPSErrors: true });
  const host = await person('Maren');
  const link = await host.startRoom(outside.page, 'Past the wall');
  await host.speak(440);
  const guest = await person('Tomasz');
  await guest.open(link);
  await guest.watchesSound();
  await guest.fill('Your name in the room', guest.name);
  await guest.press('button', 'Join and listen');
  await guest.hears(440);
  for (const each of [host, guest])
    await eventually('a way over UDP to the coturn', async () =>
      (await each.ways()).some(({ kind, relayProtocol }) => kind === 'relay' && relayProtocol === 'udp'),
    );
  expect(coturn.said).not.toMatch(/Bad configuration|unknown (option|argument)/i);
  expect(coturn.said).toMatch(/CREATE_PERMISSION processed, success|CHANNEL_BIND processed, success/);
  await guest.hears(440);
});
