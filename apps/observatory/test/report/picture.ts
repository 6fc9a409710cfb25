// Pictures of a report for docs/screens: `npx tsx apps/observatory/test/report/picture.ts [folder]`. Needs Debian's chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { audit, builtInPlaces, htmlReport } from '../../src/index.ts';
import { clean, inOrder } from '../make/clean.ts';
import { LEAKS } from '../make/leaks.ts';
import { pcap } from '../make/pcap.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'screens');
const shown = [
  'a name in base64 at the third offset',
  'SIP',
  'a room in a STUN user name',
  'a protocol of its own with host names',
  'PCMU',
  'HTTP',
  'a ping outside the fence',
];
const scenes = LEAKS.filter((one) => shown.includes(one.what));
const known = builtInPlaces();
/** Addresses of examples have no country; the page is to show some. */
const countries: Readonly<Record<string, string>> = {
  '198.51.100.7': 'CN',
  '192.0.2.10': 'DE',
  '192.0.2.20': 'DE',
  '192.0.2.30': 'FR',
  '192.0.2.40': 'DE',
};
const places = {
  credits: known.credits,
  lookUp: (address: string) =>
    countries[address] ? { country: countries[address], operator: 'Example Network' } : undefined,
};
const canaries = scenes.flatMap((one) => one.options?.canaries ?? []).slice(0, 1);
const result = await audit([pcap(inOrder(clean(), ...scenes.map((one) => one.frames())))], {
  places,
  canaries,
  fence: ['DE', 'FR'],
});

const temporary = mkdtempSync(join(tmpdir(), 'report-'));
try {
  const page = join(temporary, 'report.html');
  writeFileSync(page, htmlReport(result, { file: 'example.pcap', withSound: false }));
  for (const [name, width, height, more] of [
    ['observatory-report-desktop-light', 1280, 2600, []],
    ['observatory-report-desktop-dark', 1280, 1500, ['--blink-settings=preferredColorScheme=0']],
    ['observatory-report-phone-light', 480, 1600, []],
  ] as const) {
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--hide-scrollbars',
      '--disable-gpu',
      `--user-data-dir=${join(temporary, name)}`,
      `--window-size=${width},${height}`,
    ];
    execFileSync(
      'chromium',
      [...flags, ...more, `--screenshot=${join(folder, `${name}.png`)}`, pathToFileURL(page).href],
      { stdio: 'ignore' },
    );
    console.log(`${name}.png`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
