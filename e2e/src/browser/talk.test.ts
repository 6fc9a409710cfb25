import { expect, test } from 'vitest';
import { useStage } from '../stage/index.ts';

const stage = useStage();

test('a room is started, joined by its link, and the tone that goes in comes out', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Sunday coffee');
  await host.seesCanHear(1);
  await host.seesListeners(0);
  await host.seesPerson('Maren', 'you', 'Moderator');

  const guest = await stage.person('Tomasz');
  await guest.join(link);
  await guest.seesHeading('Sunday coffee');
  await guest.hears(440);

  const heard = await guest.measures();
  expect(Math.abs(heard.hz - 440)).toBeLessThan(4);
  expect(heard.purity).toBeGreaterThan(0.9);
  expect(heard.rms).toBeGreaterThan(0.05);
  await guest.seesPerson('Maren', 'voice verified', 'speaking');
  for (const person of [host, guest]) {
    await person.seesCanHear(2);
    await person.seesListeners(1);
    await person.seesPerson('Tomasz');
  }
  // Nobody hears themselves, and a listener is not heard.
  expect((await host.measures()).rms).toBeLessThan(0.001);

  await host.speak(0);
  await guest.hearsNothing();
  await host.speak(1000);
  await guest.hears(1000);
});

test('sound follows the tap within three seconds', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Sunday coffee');
  const waits: number[] = [];
  for (const name of ['Tomasz', 'Ines', 'Kofi', 'Yuki', 'Leila']) {
    const guest = await stage.person(name);
    await guest.open(link);
    await guest.watchesSound();
    await guest.fill('Your name in the room', name);
    await guest.press('button', 'Join and listen');
    await guest.hears(440);
    const came = (await guest.turns()).find(([, loud]) => loud);
    waits.push((came?.[0] ?? Number.POSITIVE_INFINITY) - (await guest.lastTap()));
  }
  waits.sort((a, b) => a - b);
  console.log(`tap to sound, ms: ${waits.map((wait) => Math.round(wait)).join(', ')}`);
  expect(waits[2]).toBeLessThan(3000);
});
