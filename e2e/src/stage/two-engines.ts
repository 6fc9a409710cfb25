import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../rig/chromium.ts';
import { type Firefox, launchFirefox } from '../rig/firefox.ts';
import { createNamespace } from '../rig/namespace.ts';
import { type StageServer, startServer } from './server.ts';

/** A server, Chromium and Firefox in a network of their own. */
export type TwoEngines = {
  readonly server: StageServer;
  readonly chromium: Browser;
  readonly firefox: Firefox;
  close(): Promise<void>;
};

async function startTwoEngines(env: Readonly<Record<string, string>> = {}): Promise<TwoEngines> {
  const namespace = createNamespace();
  const undo: (() => unknown)[] = [() => namespace.close()];
  const close = async () => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const closing = async <T extends { close(): unknown }>(starting: Promise<T>): Promise<T> => {
      const started = await starting;
      undo.push(() => started.close());
      return started;
    };
    const [server, firefox, chromium] = await Promise.all([
      closing(startServer({ namespace, env })),
      closing(launchFirefox({ namespace })),
      closing(launchChromium({ namespace })),
    ]);
    return { server, chromium, firefox, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same for every test of a file; there from `beforeAll` on. */
export function useTwoEngines(env?: Readonly<Record<string, string>>) {
  let running: TwoEngines;
  beforeAll(async () => {
    running = await startTwoEngines(env);
  }, 120_000);
  afterAll(() => running?.close(), 60_000);
  return {
    get server() {
      return running.server;
    },
    get chromium() {
      return running.chromium;
    },
    get firefox() {
      return running.firefox;
    },
  };
}
