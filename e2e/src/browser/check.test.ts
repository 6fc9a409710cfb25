// The connection check of the app, by somebody without an account: in the open, behind a wall, and at a server that is gone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { programPath } from '../rig/programs.ts';
import { type ChromiumPerson, chromiumPerson, openAlbum, PATIENCE, useOutside } from '../stage/index.ts';

const outside = useOutside();
const album = openAlbum('check');
let chromium: Browser;
let person: ChromiumPerson;
beforeAll(async () => {
  chromium = await launchChromium({ namespace: outside.network, args: outside.chromiumArgs });
  person = await chromiumPerson(chromium, 'Maren', { tone: 0, ignoreHTTPSErrors: true });
}, 120_000);
afterAll(() => chromium?.close(), 60_000);

const nft = (...words: string[]) => outside.network.run(programPath('nft'), words);
const lines = () => person.page.getByRole('listitem').allInnerTexts();

async function checks(button: string): Promise<void> {
  await person.press('button', button);
  await person.page
    .getByRole('button', { name: 'Check again' })
    .and(person.page.locator(':enabled'))
    .waitFor({ timeout: PATIENCE + 30_000 });
}

test('where nothing is wrong it says so, and by which way sound goes', async () => {
  await person.open(`${outside.page}/check`);
  await checks('Check now');
  const said = await lines();
  expect(said).toHaveLength(7);
  expect(said.filter((line) => !/· Good/.test(line))).toEqual([]);
  expect(said.join()).toMatch(/Sound goes the direct way, after [\d,]+ ms/);
  expect(said.join()).toContain('The clock of this device is right.');
  await album.shoot(person, 'check');
});

test('where UDP is dropped it says that sound goes a detour', async () => {
  nft('add', 'table', 'inet', 'walls');
  nft('add', 'chain', 'inet', 'walls', 'out', '{ type filter hook output priority 0; }');
  nft('add', 'rule', 'inet', 'walls', 'out', 'meta', 'l4proto', 'udp', 'counter', 'drop');
  await checks('Check again');
  const said = await lines();
  expect(said.filter((line) => !/· Good/.test(line))).toEqual([
    expect.stringMatching(/^Sound · Works, but\s+This network blocks the direct way/),
  ]);
  await album.shoot(person, 'check-blocked');
  nft('delete', 'table', 'inet', 'walls');
});

test('where the server does not answer it says so, and judges nothing behind it', async () => {
  await outside.server.close();
  await checks('Check again');
  const said = await lines();
  expect(said[0]).toMatch(/^Server · Problem\s+The server does not answer/);
  expect(said).toHaveLength(4);
});

test('every picture is there', () => {
  expect(album.missing()).toEqual([]);
});
