import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './config.ts';
import { type Shot, shots } from './shot-list.ts';

/**
 * Pictures of every screen and an accessibility check of each: `npx tsx gallery/shots.ts [folder] [part of a name]`.
 * Needs `vite build --mode gallery` first. Ends with 1 when axe finds anything or the page breaks its security policy.
 */
const built = join(import.meta.dirname, 'dist');
const [folder = join(import.meta.dirname, 'out'), only = ''] = process.argv.slice(2);
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
// As strict as the real server: no inline script, no inline style, nothing from elsewhere.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  try {
    const file = readFileSync(join(built, path === '/' ? 'gallery.html' : path.replaceAll('..', '')));
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? types['.html'],
      'content-security-policy': policy,
    });
    response.end(file);
  } catch {
    response.writeHead(404).end();
  }
});

async function main(): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const address = await listen(server);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  let faults = 0;
  let pictures = 0;
  try {
    for (const shot of shots.filter((one) => one.name.includes(only))) {
      for (const size of shot.sizes ?? (['phone', 'desk'] as const)) {
        for (const theme of shot.themes ?? (['light'] as const)) {
          faults += await take(browser, address, shot, size, theme);
          pictures++;
        }
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`${pictures} pictures, ${faults} faults`);
  return faults === 0 ? 0 : 1;
}

async function take(
  browser: Browser,
  address: string,
  shot: Shot,
  size: keyof typeof sizes,
  theme: 'light' | 'dark',
): Promise<number> {
  const context = await browser.newContext({
    viewport: shot.viewport ?? sizes[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    forcedColors: shot.forcedColours ? 'active' : 'none',
    contrast: shot.moreContrast ? 'more' : 'no-preference',
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  await page.goto(`${address}/?scene=${shot.scene}${shot.query ?? ''}`);
  await page.locator('h1').first().waitFor();
  if (shot.textZoom) {
    await page.evaluate(
      (zoom) => document.documentElement.style.setProperty('font-size', `${zoom * 100}%`),
      shot.textZoom,
    );
  }
  await shot.steps?.(page);
  if (shot.full) await whole(page);
  await settle(page);
  const name = `${shot.name}-${size}-${theme}`;
  await page.screenshot({ path: join(folder, `${name}.png`) });
  faults.push(...(await wider(page)), ...(await axe(page)));
  for (const fault of faults) console.log(`${name}: ${fault}`);
  await context.close();
  return faults.length;
}

/** A window as high as the page, so that what sticks to the bottom is at the bottom. */
async function whole(page: Page): Promise<void> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height });
}

/** Animations are off, but what React and the positioned popups still do takes a moment. */
const settle = (page: Page) => page.waitForTimeout(150);

/** A page that scrolls sideways has something too wide in it. */
async function wider(page: Page): Promise<readonly string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return over > 0 ? [`${over} px wider than the window`] : [];
}

async function axe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, help, nodes }) => `axe ${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join(' | ')})`,
  );
}

const listen = (on: Server) =>
  new Promise<string>((resolve) => {
    on.listen(0, 'localhost', () => resolve(`http://localhost:${(on.address() as AddressInfo).port}`));
  });

process.exitCode = await main();
