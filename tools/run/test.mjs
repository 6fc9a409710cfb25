// Everything that must hold: the checks, then every group of tests. The last line counts both.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingLine } from '../test/closing-line.mjs';
import { PROJECTS } from '../test/projects.mjs';
import { check } from './check.mjs';
import { run } from './child.mjs';
import { tool } from './paths.mjs';
import { Failure, say, wasInterrupted } from './say.mjs';
import { ensureSystemTools } from './system-tools.mjs';
import { ensureWebApp } from './web-app.mjs';

/** @typedef {{ projects: Record<string, { passed: number, failed: number, skipped: number }>, loose: number }} Totals */

/** @param {string[]} args of vitest: paths, --project, -t ... */
export async function test(args) {
  const part = args.length > 0;
  /** @type {string[]} */
  const failures = [];
  if (part) say('A part of the tests: the checks (npm run check) are left out.');
  else failures.push(...(await check([])));
  if (!part || !withoutBrowsers(args)) {
    Object.assign(process.env, await ensureSystemTools());
    failures.push(...(await failureOf(ensureWebApp)));
  }
  if (!part) say(`Running the tests: ${PROJECTS.map((project) => project.name).join(', ')}`);
  const { code, totals } = await runVitest(args);
  const testsFailed =
    Object.values(totals.projects).some((project) => project.failed > 0) || totals.loose > 0;
  if (wasInterrupted()) failures.push('stopped before the last test');
  else {
    failures.push(...emptyGroups(totals, part));
    if (code !== 0 && !testsFailed) failures.push('vitest itself failed: its message is above');
  }
  const skipped = Object.values(totals.projects).reduce((sum, project) => sum + project.skipped, 0);
  if (skipped > 0) say(`${skipped} tests were skipped`);
  for (const failure of failures) say(`failed: ${failure}`);
  console.log(closingLine(totals.projects, totals.loose + failures.length));
  return testsFailed || failures.length > 0 ? 1 : 0;
}

/** The tests that need no web app still have something to say. @param {() => Promise<void>} work */
async function failureOf(work) {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof Failure && !wasInterrupted()) return [error.message];
    throw error;
  }
}

/** @param {string[]} args */
function withoutBrowsers(args) {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  return (
    paths.length > 0 &&
    paths.every((path) => /^\.?\/?(packages|services|tools|bench)\b|^unit$|^world$/.test(path))
  );
}

/**
 * A group that ran nothing is not a group that passed.
 * @param {Totals} totals
 * @param {boolean} part the caller chose some tests, so groups may be empty, but not all of them
 */
function emptyGroups(totals, part) {
  /** @param {string} name */
  const ran = (name) => (totals.projects[name]?.passed ?? 0) + (totals.projects[name]?.failed ?? 0) > 0;
  const empty = PROJECTS.filter((project) => !ran(project.name));
  if (part) return empty.length === PROJECTS.length ? ['no test ran'] : [];
  return empty.map((project) => `no test of the group "${project.name}" ran`);
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, totals: Totals }>}
 */
async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-tests-'));
  const file = join(folder, 'totals.json');
  try {
    const env = { ...process.env, NODE_ENV: 'test', STOA_TEST_TOTALS: file };
    const code = await run(process.execPath, [tool.vitest, 'run', ...args], { env });
    return { code, totals: readTotals(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file @returns {Totals} */
function readTotals(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { projects: {}, loose: 0 };
  }
}
