import { readFileSync } from 'node:fs';
import { amplitudeAt, opusDecoder } from '@stoa/client/node';
import { type CheckedEvidence, checkEvidence, isDevice } from '@stoa/e2ee/evidence';
import { toBase64Url } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { evaluate } from '../rig/tone.ts';
import { type ChromiumPerson, PATIENCE, signUp, useStage } from '../stage/index.ts';

const stage = useStage({ server: { env: { STOA_ACCOUNTS: '1' } } });
const hook = readFileSync(new URL('../stage/page/key-workers.js', import.meta.url), 'utf8');

/** Who this is, and the device keys that the account publishes: as its own page is told. */
const published = (person: ChromiumPerson) =>
  evaluate(
    person.page,
    `(async () => {
      const ask = async (path, body) => (await fetch(path, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
      })).json();
      const { id } = await ask('/api/accounts/me', {});
      const { devices } = await ask('/api/accounts/devices-of', { account: id });
      return { id, keys: devices.map((one) => one.ed25519) };
    })()`,
  ) as Promise<{ id: string; keys: string[] }>;

async function evidence(person: ChromiumPerson, leaf: number): Promise<Uint8Array | undefined> {
  const made = (await evaluate(person.page, `stoaEvidence(${leaf})`)) as string | undefined;
  return made === undefined ? undefined : new Uint8Array(Buffer.from(made, 'base64'));
}

function tone({ spans }: CheckedEvidence, hertz: number): number {
  const [longest] = [...spans].sort((a, b) => b.frames.length - a.frames.length);
  const decoder = opusDecoder();
  const frames = longest!.frames.map((opus) => decoder.decode(opus ?? new Uint8Array([0xf8, 0xff, 0xfe])));
  return amplitudeAt(new Int16Array(frames.slice(10).flatMap((frame) => [...(frame ?? [])])), hertz);
}

const seconds = ({ spans }: CheckedEvidence) =>
  spans.reduce((sum, { frames }) => sum + frames.length, 0) / 50;

test('a browser proves what it heard: whose account, which tone, and nothing once the room is left', async () => {
  const { url } = stage.server;
  const ada = await stage.person('Ada Brandt', { tone: 440 });
  await signUp(ada, url, 'ada');
  await ada.page.getByRole('link', { name: 'Start a room' }).first().click({ timeout: PATIENCE });
  await ada.fill('What is it about?', 'Sunday coffee');
  await ada.press('button', 'Start a room');
  await ada.seesHeading('Sunday coffee');
  await expect.poll(() => ada.page.url().includes('#'), { timeout: PATIENCE }).toBe(true);

  const bo = await stage.person('Bo Lind');
  await bo.page.addInitScript({ content: hook });
  await bo.join(ada.page.url());
  await bo.hears(440);
  await bo.seesPerson('Ada Brandt', 'voice verified');

  let verdict: Awaited<ReturnType<typeof checkEvidence>> | undefined;
  await expect
    .poll(
      async () => {
        const made = await evidence(bo, 0);
        verdict = made && (await checkEvidence(made));
        return verdict?.ok ? seconds(verdict) : 0;
      },
      { timeout: PATIENCE, interval: 500 },
    )
    .toBeGreaterThan(4);
  if (!verdict?.ok) throw new Error(verdict?.why);
  const { id, keys } = await published(ada);
  expect(toBase64Url(verdict.account!)).toBe(id);
  expect(keys.map((key) => isDevice(verdict as CheckedEvidence, Buffer.from(key, 'base64url')))).toContain(
    true,
  );
  expect(tone(verdict, 440)).toBeGreaterThan(0.1);
  expect(tone(verdict, 1_000)).toBeLessThan(0.02);
  expect(verdict.missing).toBeLessThan(30);

  // A bit of it changed is refused. Nobody is there to be proven anything of under the next number.
  const made = (await evidence(bo, 0))!;
  made[Math.floor(made.length / 2)]! ^= 1;
  expect(await checkEvidence(made)).toMatchObject({ ok: false });
  expect(await evidence(bo, 1)).toBeUndefined();
  await bo.leave();
  await expect.poll(() => evidence(bo, 0), { timeout: PATIENCE }).toBeUndefined();
});
