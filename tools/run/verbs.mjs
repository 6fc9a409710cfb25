import { chdir } from 'node:process';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './paths.mjs';
import { Failure, onInterrupt, say } from './say.mjs';
import { dev, start } from './start.mjs';
import { test } from './test.mjs';
import { ensureWebApp } from './web-app.mjs';

const USAGE = `Usage: npm start | npm test | npm run check | npm run dev | npm run build

  start   installs and builds what is missing, then runs the server (npm start -- --help lists its options)
  test    everything: checks, unit, world, system, browser, wire and mutants tests (npm test -- packages/e2ee for a part)
  check   types, lint, import rules, licences, links, lock file (npm run check -- packages/core for a part)
  dev     server and web app, both reloading
  build   the web app`;

/** @type {Record<string, (args: string[]) => Promise<number>>} each returns the exit code */
const verbs = {
  async start(args) {
    await ensureInstalled();
    await ensureWebApp();
    return start(args);
  },
  async dev(args) {
    await ensureInstalled();
    return dev(args);
  },
  async build() {
    await ensureInstalled();
    await ensureWebApp();
    return 0;
  },
  async check(args) {
    await ensureInstalled();
    return (await check(args)).length === 0 ? 0 : 1;
  },
  async test(args) {
    await ensureInstalled();
    return test(args);
  },
};

/** @param {string[]} argv the verb and its arguments */
export async function main(argv) {
  const [name = '', ...args] = argv;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  chdir(root);
  onInterrupt();
  try {
    process.exitCode = await verb(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}
