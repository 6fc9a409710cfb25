import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PATIENCE, useStage } from '../stage/index.ts';

// A deployment whose operator has said where it stands, and people at it who care.

const stage = useStage({
  server: { env: { STOA_JURISDICTION: 'DE', STOA_OPERATOR: 'rooms.example', STOA_NODE_HOST: 'fra-1' } },
});

type Receipt = {
  readonly outside: number;
  readonly fences: { readonly room: string };
  readonly lines: readonly {
    readonly address: string;
    readonly port: number;
    readonly transport: string;
    readonly receivedBytes: number;
    readonly host?: { readonly id: string; readonly jurisdiction: string };
  }[];
};

test('a room that stays in Germany: chosen, seen before joining and in it, heard, and shown in the receipt', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  await host.open(stage.server.url);
  await host.fill('What is it about?', 'At home');
  await host.fill('Your name in the room', host.name);
  await host.page.getByRole('radio', { name: /^Only through countries/ }).check({ timeout: PATIENCE });
  await host.seesText('This page itself comes from Germany');
  await host.press('button', 'Start a room');
  await host.seesHeading('At home');
  await expect.poll(() => host.page.url().includes('#'), { timeout: PATIENCE }).toBe(true);
  const link = host.page.url();

  const guest = await stage.person('Tomasz', { tone: 1000 });
  await guest.open(link);
  await guest.seesText('Sound only passes through Germany');
  await guest.fill('Your name in the room', guest.name);
  await guest.press('button', 'Join and listen');
  await guest.isIn();
  await guest.hears(440);
  for (const person of [host, guest]) await person.seesText('Sound only passes through Germany');

  await guest.press('button', 'Room menu');
  await guest.press('menuitem', 'Where your sound goes');
  await guest.seesText('Every machine is one that the rules allow.');
  await guest.seesText('Page and signals');
  const saved = guest.page.waitForEvent('download', { timeout: PATIENCE });
  await guest.press('button', 'Save as a file');
  const receipt = JSON.parse(readFileSync(await (await saved).path(), 'utf8')) as Receipt;
  expect(receipt).toMatchObject({ outside: 0, fences: { room: 'DE' } });
  expect(receipt.lines.map(({ transport, host }) => [transport, host?.id, host?.jurisdiction])).toEqual([
    ['tcp', 'fra-1-app', 'DE'],
    ['udp', 'fra-1', 'DE'],
  ]);
  expect(receipt.lines[0]?.port).toBe(stage.server.port);
  expect(receipt.lines[1]?.receivedBytes).toBeGreaterThan(1_000);
});

test('whoever does not want Germany does not come in, is told why, and has sent nothing but signals', async () => {
  const host = await stage.person('Maren', { tone: 440 });
  const link = await host.startRoom(stage.server.url, 'Anywhere');
  const guest = await stage.person('Tomasz', { tone: 1000 });
  await guest.open(stage.server.url);
  await guest.page.evaluate(() => localStorage.setItem('stoa.prefs', JSON.stringify({ ownFence: '!DE' })));
  await guest.open(link);
  await guest.fill('Your name in the room', guest.name);
  await guest.press('button', 'Join and listen');
  await guest.seesHeading('The way led outside the allowed places');
  await guest.press('button', 'See where your sound went');
  await guest.seesText('Page and signals');
  await guest.seesText('Something went to a machine that the rules do not allow.');
  expect(await guest.page.getByText('UDP', { exact: true }).count()).toBe(0);
});
