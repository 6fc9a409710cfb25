import { expect, test } from 'vitest';
import { longestQuiet, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_RELAYS: '2', STOA_SPREAD_AFTER: '0' } } });

/** Two callbacks of the page's timer, at which it looks whether there is sound. */
const slackMs = 20;

test('both relays are replaced (SIGHUP) while people talk: browsers go on hearing and being heard, without a hole and without a tap', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'New machines');
  const guest = await stage.person('Tomasz', { tone: 700 });
  const third = await stage.person('Ines');
  for (const person of [guest, third]) await person.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.accept();
  await host.hears(700);
  await guest.hears(440);
  await third.hears(700);
  const people = [host, guest, third];
  for (const person of people) await person.watchesSound();
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  // As it is on this machine without anything happening.
  await pause(5_000);
  const usual = await Promise.all(people.map(async (person) => longestQuiet(await person.turns())));
  const taps = await Promise.all(people.map((person) => person.lastTap()));
  const before = stage.server.relayPids();
  expect(before).toHaveLength(2);

  process.kill(stage.server.pid, 'SIGHUP');
  await expect
    .poll(() => stage.server.relayPids().filter((pid) => !before.includes(pid)).length, { timeout: 60_000 })
    .toBe(2);
  await expect.poll(async () => (await host.counts()).connections, { timeout: 20_000 }).toBeGreaterThan(1);
  await pause(3_000);

  const quiet = await Promise.all(people.map(async (person) => longestQuiet(await person.turns())));
  const made = await Promise.all(people.map(async (person) => (await person.counts()).connections));
  console.log(
    `longest silence, ms: before ${usual.join(', ')}; moving ${quiet.join(', ')}; connections ${made.join(', ')}`,
  );
  expect(Math.min(...made), 'everybody moved').toBeGreaterThan(1);
  quiet.forEach((ms, i) => {
    expect(ms).toBeLessThanOrEqual(Math.max(60, usual[i]!) + slackMs);
  });
  expect(await Promise.all(people.map((person) => person.lastTap())), 'nobody tapped').toEqual(taps);
  await host.hears(700);
  await guest.hears(440);
  await third.hears(440);
  await host.seesCanHear(3);
}, 180_000);
