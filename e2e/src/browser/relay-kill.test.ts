import { expect, test } from 'vitest';
import { isLong } from '../rig/config.ts';
import { backAfter, eventually, quantile, useStage } from '../stage/index.ts';

const stage = useStage();
const ROUNDS = isLong() ? 4 : 2;

test('after kill -9 of the relay everybody hears again, without a tap', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Still here');
  const guest = await stage.person('Tomasz', { tone: 700 });
  const third = await stage.person('Ines');
  for (const person of [guest, third]) await person.join(link);
  await host.choose('Tomasz', 'Invite to the stage');
  await guest.accept();
  await host.hears(700);
  await third.hears(700);
  const hearers = [
    { person: host, hz: 700 },
    { person: guest, hz: 440 },
    { person: third, hz: 440 },
  ];
  for (const { person } of hearers) await person.watchesSound();
  const taps = await Promise.all(hearers.map(({ person }) => person.lastTap()));

  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { person, hz } of hearers) await person.hears(hz);
    const before = stage.server.relayPids();
    const killed = stage.server.killRelays();
    await stage.server.newRelays(before);
    for (const { person, hz } of hearers) {
      await eventually(
        `${person.name} to lose the sound and get it back`,
        async () => backAfter(await person.turns(), killed) !== undefined,
        () => person.turns(),
      );
      await person.hears(hz);
      recoveries.push(backAfter(await person.turns(), killed) ?? Number.POSITIVE_INFINITY);
    }
  }
  console.log(
    `sound back after kill -9, ms: p50 ${Math.round(quantile(recoveries, 0.5))}, p95 ${Math.round(quantile(recoveries, 0.95))}` +
      ` (${recoveries.map(Math.round).join(', ')})`,
  );
  expect(Math.max(...recoveries)).toBeLessThan(10_000);
  expect(await Promise.all(hearers.map(({ person }) => person.lastTap())), 'nobody tapped').toEqual(taps);
  await host.seesCanHear(3);
});
