// `node tools/check/imports.mjs [folder ...]`: what the house rules say about imports and effects (docs: CONTRIBUTING).

import { findAll } from './rules/index.mjs';
import { loadTree } from './tree.mjs';

const root = process.cwd();
const only = process.argv.slice(2);
const findings = findAll(loadTree(root)).filter(
  ({ file }) => only.length === 0 || only.some((folder) => file.startsWith(`${folder}/`)),
);

const taught = new Set();
for (const { rule, teaches, file, line, what } of findings) {
  console.log(`${file}:${line} [${rule}] ${what}`);
  taught.add(`  ${rule}: ${teaches}`);
}
if (findings.length > 0) {
  console.log(`\n${[...taught].join('\n')}\n\n${findings.length} findings`);
  process.exitCode = 1;
}
