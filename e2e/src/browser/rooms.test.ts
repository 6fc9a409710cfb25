import { createNodeParticipant, type NodeParticipant, silentSource, toneSource } from '@stoa/client/node';
import { afterEach, expect, test } from 'vitest';
import { useStage } from '../stage/index.ts';

const stage = useStage();
const fillers: NodeParticipant[] = [];
afterEach(async () => {
  for (const filler of fillers.splice(0)) await filler.close();
});

test('two rooms on one server do not hear each other', async () => {
  const rooms = [
    { title: 'Bees', host: 'Maren', guest: 'Tomasz', hz: 440 },
    { title: 'Birds', host: 'Leila', guest: 'Kofi', hz: 1200 },
  ];
  const open = [];
  for (const { title, host, guest, hz } of rooms) {
    const speaker = await stage.person(host, { tone: hz });
    const listener = await stage.person(guest);
    await listener.join(await speaker.startRoom(stage.server.url, title));
    open.push({ speaker, listener, hz });
  }
  for (const { speaker, listener, hz } of open) {
    await listener.hears(hz);
    for (let look = 0; look < 3; look++) {
      const heard = await listener.measures();
      expect(Math.abs(heard.hz - hz)).toBeLessThan(4);
      expect(heard.purity, 'nothing else is mixed in').toBeGreaterThan(0.9);
    }
    for (const person of [speaker, listener]) await person.seesCanHear(2);
  }
  // One falls silent: its listener hears nothing, though the other room goes on.
  await open[0]?.speaker.speak(0);
  await open[0]?.listener.hearsNothing();
  await open[1]?.listener.hears(1200);
});

test('five speakers are heard in turn', async () => {
  const host = await stage.person('Maren', { tone: 0 });
  const link = await host.startRoom(stage.server.url, 'Round table');
  const listener = await stage.person('Ines');
  await listener.join(link);
  const names = ['Tomasz', 'Kofi', 'Yuki', 'Leila'];
  for (const name of names) {
    const speaker = await createNodeParticipant({ name, link });
    fillers.push(speaker);
    await speaker.until((view) => view.me !== undefined);
    await host.choose(name, 'Invite to the stage');
    await speaker.until((view) => view.me?.invited === true);
    expect(await speaker.room.acceptInvite()).toEqual({ ok: true });
    await speaker.until((view) => view.me?.role === 'speaker');
    await listener.seesPerson(name, 'Speaker');
  }
  await host.seesCanHear(6);
  for (const [place, speaker] of fillers.entries()) {
    const hz = 500 + 150 * place;
    speaker.speak(toneSource(hz));
    await listener.hears(hz);
    await host.hears(hz);
    await listener.seesPerson(names[place] ?? '', 'speaking', 'voice verified');
    speaker.speak(silentSource);
    await listener.hearsNoMore(hz);
  }
  await host.speak(1300);
  await listener.hears(1300);
  for (const speaker of fillers) {
    // Amplitude of the tone itself in the last 200 ms.
    await expect.poll(() => speaker.hear(1300), { timeout: 10_000 }).toBeGreaterThan(0.05);
  }
});
