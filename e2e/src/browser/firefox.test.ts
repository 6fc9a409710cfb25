import { expect, test } from 'vitest';
import { chromiumPerson, firefoxPerson, type Person, useTwoEngines } from '../stage/index.ts';

const engines = useTwoEngines();

/** The host speaks at 440 Hz; the guest hears it, goes on stage, and is heard at 800 Hz. */
async function bothWays(host: Person, guest: Person): Promise<void> {
  const link = await host.startRoom(engines.server.url, 'Two engines');
  await host.speak(440);
  await guest.join(link);
  await guest.hears(440);
  const heard = await guest.measures();
  expect(Math.abs(heard.hz - 440)).toBeLessThan(4);
  expect(heard.purity).toBeGreaterThan(0.9);
  await guest.seesPerson(host.name, 'voice verified');
  for (const person of [host, guest]) await person.seesCanHear(2);

  const before = await guest.counts();
  await host.choose(guest.name, 'Invite to the stage');
  await guest.accept();
  await guest.speak(800);
  await host.hears(800);
  await host.seesPerson(guest.name, 'voice verified');
  expect(await guest.counts(), 'no renegotiation').toEqual(before);

  await guest.mute();
  await host.hearsNothing();
  await guest.unmute();
  await host.hears(800);
  await guest.hears(440);

  await host.remove(guest.name);
  await guest.seesHeading('You were removed from the room');
  await host.hearsNothing();
}

test('started in Chromium, joined from Firefox', async () => {
  await bothWays(
    await chromiumPerson(engines.chromium, 'Maren', { tone: 0 }),
    await firefoxPerson(engines.firefox, 'Leila'),
  );
});

test('started in Firefox, joined from Chromium', async () => {
  await bothWays(
    await firefoxPerson(engines.firefox, 'Leila'),
    await chromiumPerson(engines.chromium, 'Maren', { tone: 0 }),
  );
});
