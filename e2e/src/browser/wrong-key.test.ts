import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ChromiumPerson, eventually, useStage } from '../stage/index.ts';

const stage = useStage();
const SPOIL = readFileSync(new URL('../stage/page/spoil-frames.js', import.meta.url), 'utf8');

type Mode = 'none' | 'bits' | 'keys' | 'unopened';

/** A listener whose key worker can be made to get broken frames, or to use wrong keys, from outside. */
async function fragileListener(name: string): Promise<ChromiumPerson> {
  const person = await stage.person(name);
  await person.page.route('**/worker-entry-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${SPOIL}\n${await response.text()}` });
  });
  return person;
}

const spoil = (person: ChromiumPerson, mode: Mode) =>
  person.page.evaluate(`new BroadcastChannel('stoa-spoil').postMessage(${JSON.stringify(mode)})`);

test('who has the wrong key, or gets broken frames, hears silence and never noise', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Between us');
  const listener = await fragileListener('Tomasz');
  await listener.join(link);
  const other = await stage.person('Ines');
  await other.join(link);
  await listener.hears(440);

  for (const mode of ['bits', 'keys'] as const) {
    await spoil(listener, mode);
    await listener.hearsNothing();
    for (let look = 0; look < 5; look++) expect((await listener.measures(100)).rms).toBeLessThan(0.001);
    // The others are fine, and it is only this that made it silent.
    await other.hears(440);
    await spoil(listener, 'none');
    await listener.hears(440);
  }

  // The proof that this test would notice: frames that go past the opener are played as noise.
  await spoil(listener, 'unopened');
  const noise = await eventually(
    'noise from frames that nobody opened',
    async () => {
      const heard = await listener.measures(100);
      return heard.rms > 0.005 && heard.purity < 0.9 ? heard : undefined;
    },
    () => listener.measures(100),
  );
  expect(noise.rms).toBeGreaterThan(0.005);
});
