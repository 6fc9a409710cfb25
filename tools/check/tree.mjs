// The sources as the rules see them: files with what they import and name, packages with what they export.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { readModule } from './read-module.mjs';

/** @typedef {import('./read-module.mjs').Module} Module */
/**
 * @typedef {{ name: string, folder: string, exports: Record<string, string> }} Package
 * @typedef {{ packages: Package[], files: Map<string, Module> }} Tree paths are relative to the root, with slashes
 * @typedef {{ kind: 'file', path: string }
 *   | { kind: 'package', name: string, subpath: string, path: string | undefined }
 *   | { kind: 'outside', name: string }} Target what an import leads to; path undefined: not exported
 */

const ROOTS = ['packages', 'services', 'apps', 'e2e', 'bench'];
const SOURCE = /\.(ts|tsx|mts|mjs|js)$/;
const SKIP = new Set(['node_modules', 'dist', 'data', 'out', 'vectors', 'public']);

/** @param {string} root @returns {Tree} */
export function loadTree(root) {
  const paths = ROOTS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    walk(root, folder),
  );
  const texts = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  return treeOf(texts);
}

/** @param {string} root @param {string} folder @returns {string[]} */
function walk(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return SKIP.has(entry.name) || entry.name.startsWith('.') ? [] : walk(root, path);
    return SOURCE.test(entry.name) || entry.name === 'package.json' ? [path] : [];
  });
}

/** @param {ReadonlyMap<string, string>} texts by path @returns {Tree} */
export function treeOf(texts) {
  const packages = [...texts]
    .filter(([path]) => path.endsWith('/package.json'))
    .map(([path, text]) => readPackage(path, text));
  const sources = [...texts].filter(([path]) => SOURCE.test(path));
  return { packages, files: new Map(sources.map(([path, text]) => [path, readModule(path, text)])) };
}

/** @param {string} path @param {string} text @returns {Package} */
function readPackage(path, text) {
  const { name = '', exports = {} } = JSON.parse(text);
  return { name, folder: dirname(path), exports: typeof exports === 'string' ? { '.': exports } : exports };
}

/** @param {Tree} tree @param {string} file @returns {Package | undefined} */
export const packageOf = (tree, file) => tree.packages.find(({ folder }) => file.startsWith(`${folder}/`));

/** Tests and their fixtures may do what the code may not. @param {string} file */
export const isTest = (file) => /\.test\.[a-z]+$|(^|\/)(test|tests|fixtures)\//.test(file);

/** @param {Tree} tree @param {string} file @param {string} specifier @returns {Target} */
export function resolveImport(tree, file, specifier) {
  const bare = specifier.replace(/[?#].*$/, '');
  if (bare.startsWith('.')) {
    const path = posix.join(posix.dirname(file), bare);
    const found = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((candidate) =>
      tree.files.has(candidate),
    );
    return { kind: 'file', path: found ?? path };
  }
  const own = tree.packages.find(({ name }) => bare === name || bare.startsWith(`${name}/`));
  if (!own) return { kind: 'outside', name: bare };
  const subpath = `.${bare.slice(own.name.length)}`;
  const target = own.exports[subpath];
  return {
    kind: 'package',
    name: own.name,
    subpath,
    path: typeof target === 'string' ? posix.join(own.folder, target) : undefined,
  };
}
