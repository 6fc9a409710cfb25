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

export interface StageOptions {
  readonly server?: ServerOptions;
  readonly chromium?: ChromiumOptions;
  /** When everybody is sent home. After the whole file where tests run beside each other. Default: after each test. */
  readonly sentHome?: 'afterEach' | 'afterAll';
}

/** For a test file: one server and one Chromium. */
export function useStage(options: StageOptions = {}): Stage {
  let server: StageServer | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const starting = startServer(options.server);
    browser = await launchChromium(options.chromium);
    server = await starting;
  });
  afterEach(async () => {
    if (options.sentHome === 'afterAll') return;
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), server?.close()]);
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
