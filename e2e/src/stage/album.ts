// Pictures of every screen, taken while the tests stand before it. They are written only where they are missing, or all
// anew with STOA_SCREENS=1, so that an ordinary run changes no file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { retakeScreens } from './config.ts';
import type { ChromiumPerson } from './person.ts';
import { type Look, SCREENS, type Screen } from './screens.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

export interface Album {
  /** The person stands before that screen now. `ready` is waited for only where a picture is taken. */
  shoot(person: ChromiumPerson, screen: string, ready?: () => Promise<void>): Promise<void>;
  /** What the test file that owns this album has not shown, or has no picture of. */
  missing(): string[];
}

export function openAlbum(group: Screen['group']): Album {
  const mine = SCREENS.filter((screen) => screen.group === group);
  const reached = new Set<string>();
  return {
    async shoot(person, name, ready) {
      const screen = mine.find((one) => one.name === name);
      if (!screen) throw new Error(`"${name}" is not in the list of screens of the group "${group}".`);
      for (const look of screen.looks) {
        const file = pictureOf(screen, look);
        if (!retakeScreens() && existsSync(file)) continue;
        await ready?.();
        await take(person, look, file);
      }
      reached.add(name);
    },
    missing: () =>
      mine.flatMap((screen) => [
        ...(reached.has(screen.name) ? [] : [`${screen.name} was never reached`]),
        ...screen.looks
          .filter((look) => !existsSync(pictureOf(screen, look)))
          .map((look) => `${screen.name}-${look}.png is missing`),
      ]),
  };
}

async function take(person: ChromiumPerson, look: Look, file: string): Promise<void> {
  const { page } = person;
  const [device, colorScheme] = look.split('-') as ['phone' | 'desktop', 'light' | 'dark'];
  const before = page.viewportSize();
  await page.setViewportSize(SIZES[device]);
  await page.emulateMedia({ colorScheme });
  await page.evaluate(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
  );
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', scale: 'css' });
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

const pictureOf = (screen: Screen, look: Look) => `${FOLDER}${screen.name}-${look}.png`;

/** docs/screens/README.md as it should be; the file is written where pictures are. */
export function screensPage(): { is: string; shouldBe: string } {
  const lines = SCREENS.map(
    ({ name, text, looks }) =>
      `| ${text} | ${looks.map((look) => `[${look.replace('-', ', ')}](${name}-${look}.png)`).join(' · ')} |`,
  );
  const shouldBe = `# Screens

Taken by the browser tests of a real server with real rooms; all names are invented. Missing ones are made by the next run of
\`npm test -- --project browser\`, all of them anew with \`STOA_SCREENS=1\`.
The main screens in the other languages: [languages](languages/README.md).

| Screen | Pictures |
|---|---|
${lines.join('\n')}
`;
  const file = `${FOLDER}README.md`;
  if (retakeScreens() || !existsSync(file)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, shouldBe);
  }
  return { is: readFileSync(file, 'utf8'), shouldBe };
}
