import { adaptersAreLeaves } from './adapters.mjs';
import { noCycles } from './cycles.mjs';
import { environmentInConfig } from './environment.mjs';
import { noDeepImports, noExportAll } from './exports.mjs';
import { layers } from './layers.mjs';
import { moduleNames } from './names.mjs';
import { pureCode } from './pure.mjs';

/**
 * @typedef {import('../tree.mjs').Tree} Tree
 * @typedef {{ file: string, line: number, what: string }} Place
 * @typedef {{ name: string, teaches: string, find: (tree: Tree) => Place[] }} Rule
 */

/** @type {Rule} */
const readable = {
  name: 'readable',
  teaches: 'A file that cannot be parsed cannot be checked.',
  find: (tree) =>
    [...tree.files.values()].flatMap(({ path, unreadable }) =>
      unreadable ? [{ file: path, line: 1, what: unreadable }] : [],
    ),
};

/** @type {readonly Rule[]} */
export const RULES = [
  readable,
  layers,
  noDeepImports,
  noExportAll,
  noCycles,
  adaptersAreLeaves,
  pureCode,
  environmentInConfig,
  moduleNames,
];

/** @param {Tree} tree */
export function findAll(tree) {
  return RULES.flatMap(({ name, teaches, find }) =>
    find(tree).map((place) => ({ rule: name, teaches, ...place })),
  );
}
