// All that can be said about the sources without running them; a package's name or folder narrows it down.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { capture } from './child.mjs';
import { inRoot, tool } from './paths.mjs';
import { Failure, say } from './say.mjs';

/** @typedef {{ name: string, work: () => Promise<{ code: number, output: string }> }} Task */

const GROUPS = ['packages', 'services', 'apps'];
const SINGLE = ['e2e', 'bench', 'tools'];

/** @returns {string[]} every folder with a TypeScript project of its own */
function folders() {
  const grouped = GROUPS.flatMap((group) =>
    existsSync(inRoot(group)) ? readdirSync(inRoot(group)).map((name) => `${group}/${name}`) : [],
  );
  return [...grouped, ...SINGLE].filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')));
}

/**
 * @param {string[]} only folders to check; none means all, and the checks of the whole tree besides
 * @returns {Promise<string[]>} what failed, by name
 */
export async function check(only) {
  const wanted = only.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''));
  const chosen = folders().filter((folder) => wanted.length === 0 || wanted.includes(folder));
  if (wanted.length > 0 && chosen.length < wanted.length) {
    throw new Failure(`npm run check takes these folders: ${folders().join(', ')}`);
  }
  say(
    `Checking ${wanted.length > 0 ? chosen.join(', ') : 'types, lint, import rules, licences, lock file'} ...`,
  );
  const narrow = wanted.length === 0 ? [] : chosen;
  /** @type {Task[]} */
  const tasks = [
    { name: 'lint and format', work: () => node([tool.biome, 'check', '--colors=off', ...narrow]) },
    { name: 'import rules', work: () => node(['tools/check/imports.mjs', ...narrow]) },
    ...chosen.map((folder) => ({ name: `types of ${folder}`, work: () => types(folder) })),
  ];
  if (wanted.length === 0) {
    tasks.push(
      { name: 'licences', work: () => node(['tools/check/licences.mjs']) },
      { name: 'links of documents', work: () => node(['tools/check/links.mjs']) },
      { name: 'lock file', work: () => node(['tools/check/lock-file.mjs']) },
    );
  }
  return runAll(tasks);
}

/** @param {string[]} args */
const node = (args) => capture(process.execPath, args, { cwd: inRoot() });

/**
 * A package is checked together with the sources that it imports; what is wrong in those is reported under their own
 * name, by their own settings (a browser package has the DOM, the server that imports its types has not).
 * @param {string} folder
 */
async function types(folder) {
  const { code, output } = await node([tool.tsc, '-p', folder, '--pretty', 'false']);
  if (code === 0) return { code, output: '' };
  /** @type {string[]} */
  const own = [];
  let ours = false;
  for (const line of output.split('\n')) {
    const file = /^(\S[^(]*)\(\d+,\d+\): error /.exec(line)?.[1];
    // An error without a file concerns the project itself; an indented line continues the error before it.
    if (file || /^error /.test(line)) ours = !file || file.startsWith(`${folder}/`);
    if (ours && line) own.push(line);
  }
  return { code: own.length > 0 ? 1 : 0, output: own.join('\n') };
}

/** @param {Task[]} tasks @returns {Promise<string[]>} */
async function runAll(tasks) {
  const waiting = [...tasks];
  /** @type {string[]} */
  const failed = [];
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const began = Date.now();
      const { code, output } = await task.work();
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      say(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${task.name} (${seconds} s)`);
      if (code === 0) continue;
      failed.push(task.name);
      console.log(output.trimEnd().replace(/^/gm, '    '));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  say(
    failed.length === 0
      ? `All ${tasks.length} checks passed.`
      : `${failed.length} of ${tasks.length} checks failed: ${failed.join(', ')}`,
  );
  return failed;
}
