import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { amplitudeAt } from '@stoa/client/node';
import { expect, test } from 'vitest';
import { childEnvironment } from '../rig/config.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type ChromiumPerson, PATIENCE, signUp, useStage } from '../stage/index.ts';

const data = temporaryFolder('safety');
// As root, the database runs as another user, who has to pass through.
chmodSync(data, 0o711);
const settings = { STOA_ACCOUNTS: '1', STOA_DATA: data };
const stage = useStage({ server: { env: settings } });
const program = fileURLToPath(new URL('../../../apps/server/bin/stoa.mjs', import.meta.url));

/** As the operator does it, beside the server that runs. */
const admin = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [program, 'admin', ...args], { env: childEnvironment(settings) });

const goTo = (person: ChromiumPerson, place: string) =>
  person.page.getByRole('link', { name: place }).first().click({ timeout: PATIENCE });

/** The file that the safety team saves: PCM of 16 bits after a header of 44 bytes. */
async function savedSound({ page }: ChromiumPerson): Promise<Int16Array> {
  const coming = page.waitForEvent('download', { timeout: PATIENCE });
  await page.getByRole('link', { name: 'Save as a file' }).click({ timeout: PATIENCE });
  const file = readFileSync(await (await coming).path());
  return new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
}

test('somebody is reported with proof; the safety team hears it and bans; seat and page end within a second', async () => {
  const { url } = stage.server;
  const ops = await stage.person('Olga Petrov');
  await signUp(ops, url, 'olga');
  await admin('operator', '@olga');
  await ops.open(`${url}/safety#key`);
  await ops.press('button', 'Make a key');
  await ops.seesText('The newest key, number 1, is in this browser.');

  const eve = await stage.person('Eve Stone', { tone: 440 });
  await signUp(eve, url, 'eve');
  await goTo(eve, 'Start a room');
  await eve.fill('What is it about?', 'Open mic');
  await eve.press('button', 'Start a room');
  await eve.seesHeading('Open mic');
  await expect.poll(() => eve.page.url().includes('#'), { timeout: PATIENCE }).toBe(true);

  const bo = await stage.person('Bo Lind');
  await signUp(bo, url, 'bolind');
  await bo.open(eve.page.url());
  await bo.press('button', 'Join and listen');
  await bo.isIn();
  await bo.hears(440);
  await bo.seesPerson('Eve Stone', 'voice verified');
  // Some seconds of it, so that there is something to prove.
  await sleep(6_000);
  await bo.press('button', 'About Eve Stone');
  await bo.press('button', 'Report…');
  await bo.press('radio', 'Insults, bullying or stalking');
  await bo.fill('What happened?', 'She goes beep.');
  await bo.press('button', 'Send report');
  await bo.seesText('The safety team will look at it.');
  await bo.press('button', 'Done');

  await ops.open(`${url}/safety`);
  await ops.press('button', 'Look at the case of Eve Stone');
  await ops.seesText('She goes beep.');
  await ops.press('button', 'Open the proof');
  await ops.seesText('A device of Eve Stone signed all of this.');
  const sound = await savedSound(ops);
  expect(sound.length / 48_000).toBeGreaterThan(3);
  expect(amplitudeAt(sound.subarray(24_000), 440)).toBeGreaterThan(0.1);
  expect(amplitudeAt(sound.subarray(24_000), 1_000)).toBeLessThan(0.02);

  await ops.press('radio', 'Ban');
  await ops.fill('Note to the person', 'No beeping.');
  await ops.press('button', 'Decide');
  const asked = ops.page.waitForRequest((request) => request.url().endsWith('/api/safety/decide'));
  const told = asked.then(async () => {
    const from = performance.now();
    await eve.seesHeading('This account has been shut out');
    return performance.now() - from;
  });
  await bo.watchesSound();
  const from = asked.then(() => performance.timeOrigin + performance.now());
  await ops.press('button', 'Ban');
  expect(await told).toBeLessThan(1_000);
  await bo.hearsNoMore(440);
  // Who is on stage is signed by its moderator, who is gone: what tells is that nothing comes from her seat any more.
  const turns = await bo.turns();
  expect(turns.at(-1)?.[1]).toBe(false);
  expect((turns.at(-1)?.[0] ?? Number.POSITIVE_INFINITY) - (await from)).toBeLessThan(1_000);

  await eve.seesText('No beeping.');
  await goTo(eve, 'Back to signing in');
  await eve.press('button', 'Sign in with a passkey');
  await eve.seesHeading('This account has been shut out');
  await eve.fill('Your objection', 'It was the kettle.');
  await eve.press('button', 'Send objection');
  await eve.seesText('Your objection has arrived.');

  await bo.open(`${url}/settings#privacy`);
  await bo.seesText('Looked at: something was done');

  await ops.open(`${url}/safety#bans`);
  await ops.seesText('It was the kettle.');
  await ops.press('button', 'Lift the ban of Eve Stone');
  await ops.seesText('Nobody is banned.');
  await ops.open(`${url}/safety#log`);
  await ops.seesText('Complete: no entry is missing or was changed.');
  await goTo(eve, 'Back to signing in');
  await eve.press('button', 'Sign in with a passkey');
  await eve.seesHeading('Live now');
  expect((await admin('check-log')).stdout).toMatch(/entries +3\n/);
});
