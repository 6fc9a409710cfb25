import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@stoa/protocol/fleet';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../faults/steady-room.ts';
import { launchChromium } from '../rig/chromium.ts';
import { chromiumPerson } from '../stage/index.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { createNetwork, type Network } from './network.ts';
import { type People, startPeople } from './people.ts';
import { watchTraffic } from './traffic.ts';

// Relays in three jurisdictions, each a host of its own, with a capture on every one of them. The room is fenced to DE.

const onlyDe: Fence = { jurisdictions: { kind: 'only', names: ['DE'] } };
const relays = { de: { jurisdiction: 'DE' }, us: { jurisdiction: 'US' }, cn: { jurisdiction: 'CN' } };
const forbidden = ['us', 'cn'] as const;

let network: Network<'nats' | 'web' | 'de' | 'us' | 'cn' | 'ada' | 'bo' | 'cyd' | 'dee'>;
let fleet: Fleet;
let ada: People;
const others: { end(): Promise<void> }[] = [];
const browsers: Browser[] = [];
let server = '';
beforeAll(async () => {
  network = createNetwork(['nats', 'web', 'de', 'us', 'cn', 'ada', 'bo', 'cyd', 'dee']);
  fleet = await startFleet({ network: network as Network<string>, relays });
  server = fleet.controls[0]!.url;
  ada = startPeople(network.hosts.ada);
  await until(
    async () => hostsOf((await ada.get(`${server}/api/directory`)).text),
    (hosts) => hosts.length >= 4,
  );
}, 120_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await Promise.all([ada, ...others].map((people) => people?.end()));
  await fleet?.close();
  network?.close();
});

const hostsOf = (answer: string): string[] => {
  const { directory } = JSON.parse(answer) as { directory: { body: string } };
  const { hosts } = JSON.parse(Buffer.from(directory.body, 'base64url').toString()) as {
    hosts: { id: string }[];
  };
  return hosts.map(({ id }) => id).sort();
};
const peopleOn = (label: 'bo' | 'cyd' | 'dee'): People => {
  const people = startPeople(network.hosts[label]);
  others.push(people);
  return people;
};
type Receipt = {
  readonly outside: number;
  readonly lines: readonly {
    readonly address: string;
    readonly port: number;
    readonly transport: string;
    readonly inFence: boolean;
    readonly host?: { readonly jurisdiction: string };
  }[];
};
const placesOf = ({ lines }: Receipt): string[] =>
  // TLS is TCP on the wire.
  [
    ...new Set(
      lines.map(
        ({ transport, address, port }) => `${transport === 'udp' ? 'udp' : 'tcp'} ${address} ${port}`,
      ),
    ),
  ].sort();

let room: { readonly host: number; readonly link: string };

test('a room fenced to DE: everybody hears, nothing goes to other hosts, and the receipt is the capture', async () => {
  const traffic = await watchTraffic(network.hosts, ['ada', 'bo', ...forbidden]);
  // From before its first packet on: a process that has been in no room yet.
  const opener = startPeople(network.hosts.ada);
  others.push(opener);
  const host = await opener.come({ server, name: 'Ada', policy: 'open', tone: 440, more: { fence: onlyDe } });
  await opener.live(host);
  ada = opener;
  room = { host, link: await opener.link(host) };
  const bo = peopleOn('bo');
  const guest = await bo.come({ server, link: room.link, name: 'Bo' });
  await bo.live(guest);
  await until(
    () => bo.hear(guest, 440),
    (level) => level > 0.1,
  );
  await sleep(2_000);
  const receipt = (await bo.receipt(guest)) as Receipt;
  await traffic.stop();

  for (const at of forbidden) {
    for (const label of ['ada', 'bo'] as const) {
      expect(traffic.packets(at, network.hosts[label].address), `${label} to ${at}`).toEqual([]);
    }
  }
  expect(placesOf(receipt)).toEqual(traffic.destinations('bo'));
  expect(receipt.outside).toBe(0);
  expect(receipt.lines.every(({ inFence, host }) => inFence && host?.jurisdiction === 'DE')).toBe(true);
  expect(receipt.lines.some(({ address }) => address === network.hosts.de.address)).toBe(true);
}, 90_000);

test('a directory that the deployment’s key did not sign is passed over', async () => {
  const traffic = await watchTraffic(network.hosts, ['cyd', ...forbidden]);
  const cyd = peopleOn('cyd');
  // Whoever is on the path says that the host in the US stands in DE; the signature stays as it was.
  await cyd.forgeDirectory('US', 'DE');
  const guest = await cyd.come({ server, link: room.link, name: 'Cyd' });
  const seen = await cyd.closed(guest);
  expect(seen.closed).toBe('directoryRefused');
  await cyd.forgeDirectory('', '');
  await traffic.stop();
  for (const at of forbidden) expect(traffic.packets(at, network.hosts.cyd.address)).toEqual([]);
  expect(traffic.destinations('cyd')).toEqual([`tcp ${network.hosts.web.address} 8080`]);
}, 60_000);

test('with the relay in DE gone nobody comes in, and no other host gets a packet, probes included', async () => {
  const traffic = await watchTraffic(network.hosts, ['ada', 'bo', 'cyd', 'dee', 'de', ...forbidden]);
  const chromium = await launchChromium({
    namespace: network.hosts.dee,
    // The page comes from an address, not from localhost; microphones and keys need a secure context.
    args: [`--unsafely-treat-insecure-origin-as-secure=${server}`],
  });
  browsers.push(chromium);
  const dee = await chromiumPerson(chromium, 'Dee');
  await dee.join(`${server}${room.link}`);
  await dee.hears(440);

  await fleet.relays.de!.kill();
  const late = peopleOn('cyd');
  // No word for 3 s: then control knows that it is gone.
  await sleep(4_000);
  const guest = await late.come({ server, link: room.link, name: 'Late' });
  const seen = await late.closed(guest);
  expect(seen.closed).toBe('noRelayInFence');
  const another = await chromiumPerson(chromium, 'Eve');
  await another.knock(`${server}${room.link}`);
  await another.seesHeading('No allowed place can carry the sound');
  // Whoever was inside tries again and again for as long as it likes: never elsewhere.
  await sleep(10_000);
  await traffic.stop();
  for (const at of forbidden) {
    for (const label of ['ada', 'bo', 'cyd', 'dee'] as const) {
      expect(traffic.packets(at, network.hosts[label].address), `${label} to ${at}`).toEqual([]);
    }
  }
  // The capture would have seen them: the relay in DE was sent some.
  expect(traffic.packets('de', network.hosts.dee.address).length).toBeGreaterThan(10);
  const places = traffic.destinations('dee').map((place) => place.split(' ')[1]);
  expect([...new Set(places)].sort()).toEqual([network.hosts.web.address, network.hosts.de.address].sort());
}, 120_000);
