import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from './config.ts';

/**
 * Draws the icons that systems show for the installed app: `npx tsx gallery/icons.ts`. They are kept in public/icons, since
 * they change only with the sign itself.
 */
const folder = join(import.meta.dirname, '../public/icons');
const sign = `
  <rect x="4.6" y="16.2" width="3" height="8.6" rx="1.5"/><rect x="9.55" y="13.4" width="3" height="11.4" rx="1.5"/>
  <rect x="14.5" y="10.8" width="3" height="14" rx="1.5"/><rect x="19.45" y="13.4" width="3" height="11.4" rx="1.5"/>
  <rect x="24.4" y="16.2" width="3" height="8.6" rx="1.5"/>
  <path d="M15.2 2.9a1.7 1.7 0 0 1 1.6 0l13 6.9a1.5 1.5 0 0 1-1.4 2.65L16 5.9 3.6 12.45A1.5 1.5 0 0 1 2.2 9.8z"/>
  <rect x="2.5" y="26.7" width="27" height="2.8" rx="1.4"/>`;

type Icon = {
  readonly name: string;
  readonly size: number;
  /** How much of the edge the sign takes. A maskable icon keeps it inside the circle that every system shows. */
  readonly part: number;
  readonly ground: string;
  readonly corner: number;
  readonly ink: string;
};
const clay = '#a5432a';
const chalk = '#fffdfa';
const icons: readonly Icon[] = [
  { name: 'icon-192', size: 192, part: 0.62, ground: clay, corner: 0.22, ink: chalk },
  { name: 'icon-512', size: 512, part: 0.62, ground: clay, corner: 0.22, ink: chalk },
  { name: 'maskable-192', size: 192, part: 0.5, ground: clay, corner: 0, ink: chalk },
  { name: 'maskable-512', size: 512, part: 0.5, ground: clay, corner: 0, ink: chalk },
  { name: 'apple-180', size: 180, part: 0.6, ground: clay, corner: 0, ink: chalk },
  // Beside a notice, systems show the outline alone.
  { name: 'badge-96', size: 96, part: 0.92, ground: 'none', corner: 0, ink: '#ffffff' },
];

const drawing = ({ size, part, ground, corner, ink }: Icon) => {
  const scale = (size * part) / 32;
  const edge = (size - 32 * scale) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" style="display:block">
    <rect width="${size}" height="${size}" rx="${size * corner}" fill="${ground}"/>
    <g fill="${ink}" transform="translate(${edge} ${edge}) scale(${scale})">${sign}</g></svg>`;
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
for (const icon of icons) {
  const page = await browser.newPage({ viewport: { width: icon.size, height: icon.size } });
  await page.setContent(`<body style="margin:0;background:none">${drawing(icon)}</body>`);
  writeFileSync(join(folder, `${icon.name}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
