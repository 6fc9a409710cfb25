// Fails when what we ship contains a package under GPL or AGPL, or one that states no licence.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ version?: string, license?: string, link?: boolean, resolved?: string, name?: string,
 *   dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>,
 *   peerDependencies?: Record<string, string> }} LockEntry
 * @typedef {Record<string, LockEntry>} Lock the `packages` of package-lock.json, by path
 */

// What leaves this house: the server with its packages, and what is bundled into the web app.
const SHIPPED = ['apps/server', 'apps/web'];

/**
 * @param {Lock} lock
 * @param {readonly string[]} roots folders of the programs that ship
 * @returns {Map<string, LockEntry>} everything they need at run time, by path
 */
export function productionTree(lock, roots) {
  /** @type {Map<string, LockEntry>} */
  const tree = new Map();
  const waiting = roots.filter((root) => lock[root]);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = lock[path];
    if (!entry || tree.has(path)) continue;
    if (entry.link && entry.resolved) {
      waiting.push(entry.resolved);
      continue;
    }
    tree.set(path, entry);
    const needs = { ...entry.peerDependencies, ...entry.optionalDependencies, ...entry.dependencies };
    for (const name of Object.keys(needs)) {
      const found = locate(lock, path, name);
      if (found) waiting.push(found);
    }
  }
  return tree;
}

/**
 * Where Node would find a package: beside the one that needs it, or in a folder above.
 * @param {Lock} lock @param {string} from @param {string} name
 * @returns {string | undefined}
 */
export function locate(lock, from, name) {
  for (let folder = from; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (lock[path]) return path;
    if (!folder) return undefined;
  }
}

/** @param {string} expression SPDX; in "A OR B" one acceptable side is enough, in "A AND B" both must be */
export function isAcceptable(expression) {
  const plain = expression.replace(/[()]/g, ' ').trim();
  return plain.split(/\s+OR\s+/i).some((side) => !/(^|[^L])A?GPL/i.test(side));
}

/**
 * @param {Lock} lock
 * @param {readonly string[]} roots
 * @param {(path: string) => string | undefined} statedIn the licence in the installed package, where the lock has none
 * @returns {string[]} one sentence for each package that must not ship
 */
export function licenceFindings(lock, roots, statedIn) {
  return [...productionTree(lock, roots)].flatMap(([path, entry]) => {
    if (!path.includes('node_modules/')) return [];
    const name = `${path.replace(/^.*node_modules\//, '')}@${entry.version}`;
    const licence = entry.license ?? statedIn(path);
    if (!licence) return [`${name} states no licence: nobody may ship it`];
    return isAcceptable(licence)
      ? []
      : [`${name} is under ${licence}: Stoa is Apache-2.0 and ships no GPL or AGPL code`];
  });
}

/** @param {string} path */
function installedLicence(path) {
  const file = join(path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license } = JSON.parse(readFileSync(file, 'utf8'));
  return typeof license === 'string' ? license : license?.type;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const findings = licenceFindings(lock, SHIPPED, installedLicence);
  for (const finding of findings) console.log(finding);
  if (findings.length > 0) process.exitCode = 1;
}
