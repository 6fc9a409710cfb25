// Pictures of the kept page of a live audit for docs/screens: `npx tsx apps/observatory/test/live/picture.ts [folder]`. Needs Debian's chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs');
const folder = process.argv[2] ?? join(docs, 'screens');
const profile = mkdtempSync(join(tmpdir(), 'picture-'));
const shots = [
  ['desktop-light', '1280,1500', []],
  ['desktop-dark', '1280,1500', ['--blink-settings=preferredColorScheme=0']],
  ['phone-light', '500,1400', []],
] as const;
for (const [name, size, more] of shots) {
  const file = join(folder, `observatory-live-${name}.png`);
  const page = pathToFileURL(join(docs, 'audit', 'index.html')).href;
  const args = [
    '--headless',
    '--no-sandbox',
    '--hide-scrollbars',
    `--user-data-dir=${profile}`,
    `--window-size=${size}`,
    ...more,
  ];
  execFileSync('chromium', [...args, `--screenshot=${file}`, page], { stdio: 'ignore' });
}
rmSync(profile, { recursive: true, force: true });
