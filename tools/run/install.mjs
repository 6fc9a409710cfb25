// Installs the packages of package-lock.json when they are not the ones in node_modules.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { runOrFail } from './child.mjs';
import { inRoot } from './paths.mjs';
import { Failure, say, step } from './say.mjs';

const lockFile = inRoot('package-lock.json');
const stampFile = inRoot('node_modules/.stoa-installed.json');
// What npm itself writes, at the very end of an install: the packages that are really there.
const npmRecord = inRoot('node_modules/.package-lock.json');

/** @typedef {{ version?: string, link?: boolean, optional?: boolean, integrity?: string }} LockEntry */

export async function ensureInstalled() {
  if (!existsSync(lockFile))
    throw new Failure('package-lock.json is missing: this is not a complete copy of Stoa.');
  const lock = readFileSync(lockFile, 'utf8');
  const want = { lock: createHash('sha256').update(lock).digest('hex'), ...machine() };
  const stamp = readStamp();
  if (stamp && sameAs(stamp, want)) return;
  const packages = /** @type {Record<string, LockEntry>} */ (JSON.parse(lock).packages);
  const samePlace = !stamp || sameAs({ ...stamp, lock: want.lock }, want);
  if (samePlace && npmInstalledAllOf(packages)) say('The installed packages are those of package-lock.json.');
  else await install(packages);
  writeFileSync(stampFile, JSON.stringify(want));
}

const machine = () => ({ node: process.version, platform: `${process.platform}-${process.arch}` });

/** @param {Record<string, string>} a @param {Record<string, string>} b */
const sameAs = (a, b) => Object.keys(b).every((key) => a[key] === b[key]);

/** @returns {Record<string, string> | undefined} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * True after an `npm install` or `npm ci` by hand that agrees with the lock file: no need to do it again.
 * @param {Record<string, LockEntry>} packages
 */
function npmInstalledAllOf(packages) {
  /** @type {Record<string, LockEntry>} */
  let installed;
  try {
    installed = JSON.parse(readFileSync(npmRecord, 'utf8')).packages;
  } catch {
    return false;
  }
  return external(packages).every(([path, entry]) => {
    const there = installed[path];
    if (!there) return entry.optional === true;
    return there.version === entry.version && existsSync(inRoot(path, 'package.json'));
  });
}

/** @param {Record<string, LockEntry>} packages */
const external = (packages) =>
  Object.entries(packages).filter(([path, entry]) => path.startsWith('node_modules/') && !entry.link);

/** @param {Record<string, LockEntry>} packages */
async function install(packages) {
  const needed = external(packages).filter(([, entry]) => !entry.optional);
  const there = () => needed.filter(([path]) => existsSync(inRoot(path, 'package.json'))).length;
  const { program, args } = npm();
  await step(
    `Installing ${needed.length} packages (npm ci)`,
    () =>
      runOrFail(
        program,
        [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
        'npm ci failed: its message is above. Mend that and run the command again.',
        {
          cwd: inRoot(),
          env: cleanEnvironment(process.env),
          shell: process.platform === 'win32' && program === 'npm',
        },
      ),
    () => `${there()} of ${needed.length} packages`,
  );
}

/** The npm that started us, if it was npm; else the one on the PATH. */
function npm() {
  const path = process.env.npm_execpath ?? '';
  return basename(path) === 'npm-cli.js'
    ? { program: process.execPath, args: [path] }
    : { program: 'npm', args: [] };
}

// What a person sets to reach a registry at all; every other npm setting of the outer command must not leak into ours
// (`npm start --omit=dev`, `--ignore-scripts`, `--global` ... would each break the install in another way).
const KEEP =
  /^npm_config_(registry|@.*:registry|cache|userconfig|globalconfig|(https?_?-?)?proxy|noproxy|cafile|ca|strict_ssl)$|^npm_config_\/\//i;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv} without NODE_ENV and without npm's own variables
 */
export function cleanEnvironment(environment) {
  const kept = Object.entries(environment).filter(
    ([name]) => name !== 'NODE_ENV' && name !== 'INIT_CWD' && (!/^npm_/i.test(name) || KEEP.test(name)),
  );
  return Object.fromEntries(kept);
}
