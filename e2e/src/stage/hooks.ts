import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ChromiumOptions, launchChromium, type PageOptions } from '../rig/chromium.ts';
import { type ChromiumPerson, chromiumPerson } from './person.ts';
import { type ServerOptions, type StageServer, startServer } from './server.ts';

export interface Stage {
  readonly server: StageServer;
  readonly browser: Browser;
  person(name: string, options?: PageOptions): Promise<ChromiumPerson>;
}

/** For a test file: one server and one Chromium, everybody sent home after each test. */
export function useStage(options: { server?: ServerOptions; chromium?: ChromiumOptions } = {}): Stage {
  let server: StageServer | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const starting = startServer(options.server);
    browser = await launchChromium(options.chromium);
    server = await starting;
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  const there = <T>(what: T | undefined): T => {
    if (what === undefined)
      throw new Error('The stage is set up before the tests of the file, not before that.');
    return what;
  };
  return {
    get server() {
      return there(server);
    },
    get browser() {
      return there(browser);
    },
    person: (name, page) => chromiumPerson(there(browser), name, page),
  };
}
