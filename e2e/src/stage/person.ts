// A person at a browser: verbs for what they do, and for what they see and hear. Alike in Chromium and Firefox; words
// are those of the English interface, because that is what a person finds things by.
import { readFileSync } from 'node:fs';
import type { Browser, Page as ChromiumPage } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { openChromiumPage, type PageOptions } from '../rig/chromium.ts';
import type { Firefox } from '../rig/firefox.ts';
import {
  type AnyPage,
  evaluate,
  type Heard,
  installEars,
  listen,
  setTone,
  waitForSilence,
  waitForTone,
} from '../rig/tone.ts';
import { eventually, PATIENCE } from './eventually.ts';

type Role = 'button' | 'menuitem' | 'radio';
export type Policy = 'Anyone with the link' | 'Only with the secret link' | 'I let people in';

const SCRIPT = readFileSync(new URL('./page/stage.js', import.meta.url), 'utf8');

/** When sound came (true) and went (false), ms since 1970. */
export type Turn = readonly [at: number, loud: boolean];

export type Way = { readonly kind?: string; readonly relayProtocol?: string; readonly to?: string };

export class Person<P extends AnyPage = AnyPage> {
  readonly name: string;
  readonly page: P;

  constructor(name: string, page: P) {
    this.name = name;
    this.page = page;
  }

  // What they do.

  async open(url: string): Promise<void> {
    // To the page itself, "going" to another fragment or the same address is no load.
    if (this.page.url().split('#')[0] === url.split('#')[0]) await this.page.goto('about:blank');
    if (isChromium(this.page)) await this.page.goto(url);
    else await this.page.goto(url);
  }

  /** From the start page to the open room; resolves with the link to share. */
  async startRoom(server: string, title: string, policy?: Policy): Promise<string> {
    await this.open(server);
    await this.fill('What is it about?', title);
    await this.fill('Your name in the room', this.name);
    if (policy) await this.press('radio', policy);
    await this.press('button', 'Start a room');
    await this.seesHeading(title);
    return eventually(
      'the link in the address bar',
      async () => (this.page.url().includes('#') ? this.page.url() : undefined),
      async () => this.page.url().replace(/#.*/, '#…'),
    );
  }

  /** By the link to the tap; what comes after it may be the room, the door or a closed screen. */
  async knock(link: string): Promise<void> {
    await this.open(link);
    await this.fill('Your name in the room', this.name);
    await this.press('button', 'Join and listen');
  }

  /** By the link into the room. */
  async join(link: string): Promise<void> {
    await this.knock(link);
    await this.isIn();
  }

  raiseHand = () => this.press('button', 'Raise hand to ask for the stage');
  lowerHand = () => this.press('button', 'Your hand is up. Press to lower hand');
  accept = () => this.press('button', 'Go on stage');
  mute = () => this.press('button', 'Your microphone is on. Press to mute');
  unmute = () => this.press('button', 'Muted. Press to unmute');
  leave = () => this.press('button', 'Leave quietly');

  /** A moderator takes the next hand: on a wide screen from the list beside the stage. */
  inviteHand = (name: string) => this.press('button', `Invite ${name} to the stage`);

  /** A moderator's choice about one person. */
  async choose(
    name: string,
    choice: 'Invite to the stage' | 'Mute' | 'Move to the audience' | 'Make moderator',
  ): Promise<void> {
    await this.press('button', `Options for ${name}`);
    await this.press('menuitem', choice);
    if (choice === 'Make moderator') await this.press('button', 'Make moderator');
  }

  async remove(name: string): Promise<void> {
    await this.press('button', `Options for ${name}`);
    await this.press('menuitem', 'Remove from the room');
    await this.press('button', 'Remove');
  }

  async endRoom(): Promise<void> {
    await this.press('button', 'Room menu');
    await this.press('menuitem', 'End the room for everyone');
    await this.press('button', 'End the room');
  }

  async reload(): Promise<void> {
    if (isChromium(this.page)) await this.page.reload();
    else await this.page.reload();
  }

  /** Presses what has this accessible name, as soon as it can be pressed. */
  async press(role: Role, name: string, how: 'whole' | 'start' = 'whole'): Promise<void> {
    if (isChromium(this.page)) {
      const control = this.page.getByRole(role, how === 'whole' ? { name, exact: true } : { name });
      await control
        .click({ timeout: PATIENCE })
        .catch((error: Error) => this.#explain(error, `${role} "${name}"`));
      return;
    }
    const page: FirefoxPage = this.page;
    const wanted = `stoaStage.find(${JSON.stringify(role)}, ${JSON.stringify(name)})`;
    await this.#until(`${role} "${name}"`, `${wanted} !== undefined && !${wanted}.disabled`);
    const found = (await page.evaluateHandle(wanted)).asElement();
    if (!found) throw new Error(`${role} "${name}" went away before it could be pressed`);
    await (found as Awaited<ReturnType<FirefoxPage['$']>>)?.click();
  }

  async fill(label: string, text: string): Promise<void> {
    if (isChromium(this.page)) {
      const field = this.page.getByRole('textbox', { name: label, exact: true });
      await field
        .fill(text, { timeout: PATIENCE })
        .catch((error: Error) => this.#explain(error, `field "${label}"`));
      return;
    }
    const page: FirefoxPage = this.page;
    const wanted = `stoaStage.find('textbox', ${JSON.stringify(label)})`;
    await this.#until(`field "${label}"`, `${wanted} !== undefined`);
    await page.evaluate(`${wanted}.focus(), ${wanted}.select()`);
    await page.keyboard.type(text);
  }

  async speak(hz: number): Promise<void> {
    await setTone(this.page, hz);
  }

  // What they see.

  isIn = () => this.sees('button', 'Leave quietly');

  sees = (role: Role, name: string, millis?: number) =>
    this.#until(
      `${this.name} to see the ${role} "${name}"`,
      `stoaStage.find(${JSON.stringify(role)}, ${JSON.stringify(name)}) !== undefined`,
      millis,
    );

  seesHeading = (heading: string, millis?: number) =>
    this.#until(
      `${this.name} to see the screen "${heading}"`,
      `stoaStage.heading() === ${JSON.stringify(heading)}`,
      millis,
    );

  /** Words anywhere on the page. */
  seesText = (text: string, millis?: number) =>
    this.#until(
      `${this.name} to see "${text}"`,
      `document.body.innerText.includes(${JSON.stringify(text)})`,
      millis,
    );

  seesNoText = (text: string, millis?: number) =>
    this.#until(
      `${this.name} to see no more of "${text}"`,
      `!document.body.innerText.includes(${JSON.stringify(text)})`,
      millis,
    );

  /** A person on stage or in the audience, with everything that is said of them there. */
  seesPerson = (name: string, ...marks: readonly string[]) =>
    this.#until(
      `${this.name} to see ${[name, ...marks].join(', ')}`,
      `${JSON.stringify(marks)}.every((mark) => stoaStage.lineOf(${JSON.stringify(name)}).includes(mark)) && stoaStage.lineOf(${JSON.stringify(name)}) !== ''`,
    );

  seesNobodyCalled = (name: string, millis?: number) =>
    this.#until(`${name} to disappear`, `stoaStage.lineOf(${JSON.stringify(name)}) === ''`, millis);

  seesListeners = (count: number) =>
    this.seesText(
      count === 0 ? 'No listeners yet' : `${count} ${count === 1 ? 'person' : 'people'} listening`,
    );

  seesCanHear = (count: number) =>
    this.seesText(`${count} ${count === 1 ? 'person' : 'people'} can hear this`);

  // What they hear.

  hears = (hz: number, millis = PATIENCE) =>
    waitForTone(this.page, hz, millis).catch((error: Error) => this.#explain(error, `${hz} Hz`));
  hearsNothing = (millis = PATIENCE) =>
    waitForSilence(this.page, undefined, millis).catch((error: Error) => this.#explain(error, 'silence'));
  hearsNoMore = (hz: number, millis = PATIENCE) =>
    waitForSilence(this.page, hz, millis).catch((error: Error) => this.#explain(error, `no ${hz} Hz`));

  /** The loudest line of those that play. */
  async measures(millis = 400): Promise<Heard> {
    const heard = (await listen(this.page, millis)).filter((one) => !one.paused && !one.muted);
    const [loudest] = heard.sort((a, b) => b.rms - a.rms);
    return loudest ?? { hz: 0, rms: 0, purity: 0, paused: false, muted: false };
  }

  /** How many connections the page has made, and how often it negotiated. */
  async counts(): Promise<{ connections: number; negotiations: number }> {
    return (await evaluate(this.page, 'stoaStage.counts()')) as { connections: number; negotiations: number };
  }

  /** How packets of this page leave now: kind of candidate, and the protocol to a TURN server if it is one. */
  async ways(): Promise<readonly Way[]> {
    return (await evaluate(this.page, 'stoaStage.ways()')) as Way[];
  }

  /** How many TURN servers any connection of the page was given. */
  async turnServers(): Promise<number> {
    return (await evaluate(this.page, 'stoaStage.turnServers()')) as number;
  }

  async watchesSound(): Promise<void> {
    await evaluate(this.page, 'stoaStage.watchSound()');
  }

  async turns(): Promise<Turn[]> {
    return (await evaluate(this.page, 'stoaStage.turns')) as Turn[];
  }

  /** When this person last clicked, ms since 1970. */
  async lastTap(): Promise<number> {
    return (await evaluate(this.page, 'stoaStage.taps.at(-1)')) as number;
  }

  async #until(wanted: string, expression: string, millis = PATIENCE): Promise<void> {
    await eventually(
      wanted,
      async () => (await evaluate(this.page, expression)) === true,
      () => this.shows(),
      millis,
    );
  }

  /** All words on the screen, for the reason of a failure. */
  async shows(): Promise<string> {
    const text = String(await evaluate(this.page, 'document.body.innerText'));
    return text.replace(/\s+/g, ' ').slice(0, 1200);
  }

  async #explain(error: Error, wanted: string): Promise<never> {
    const shown = await this.shows().catch(() => 'nothing, the page is gone');
    const why = error.message.replace(/\s+/g, ' ').slice(0, 1500);
    throw new Error(`${this.name} waited in vain for ${wanted} (${why}); the page shows: ${shown}`);
  }
}

const isChromium = (page: AnyPage): page is ChromiumPage => 'addInitScript' in page;

export type ChromiumPerson = Person<ChromiumPage>;

/** Somebody at Chromium with a browser profile of their own. Speaks `tone` (Hz) on stage; 0 is silence. */
export async function chromiumPerson(
  browser: Browser,
  name: string,
  options: PageOptions = {},
): Promise<ChromiumPerson> {
  const page = await openChromiumPage(browser, {
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  await page.addInitScript({ content: SCRIPT });
  return new Person(name, page);
}

/** Another tab of the same browser profile. */
export async function anotherTab(person: ChromiumPerson): Promise<ChromiumPerson> {
  const page = await person.page.context().newPage();
  await installEars(page);
  await page.addInitScript({ content: SCRIPT });
  return new Person(person.name, page);
}

export async function firefoxPerson(firefox: Firefox, name: string, tone = 0): Promise<Person<FirefoxPage>> {
  const page = await firefox.openPage({ tone, viewport: { width: 1280, height: 800 } });
  await page.evaluateOnNewDocument(SCRIPT);
  return new Person(name, page);
}
