// `node tools/check/links.mjs [root]`: every file that a document points at is there, and no document names a command of
// package.json that does not exist.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(process.argv[2] ?? '.');
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
});
const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const known = new Set(['install', 'ci', 'start', 'test', ...Object.keys(scripts)]);
let found = 0;

/** @param {string} file @param {number} line @param {string} what */
function complain(file, line, what) {
  console.log(`${file}:${line} ${what}`);
  found++;
}

for (const file of listed.toString().split('\n').filter(Boolean)) {
  const text = readFileSync(join(root, file), 'utf8');
  for (const [i, line] of text.split('\n').entries()) {
    for (const [, target = ''] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target) || target.startsWith('#')) continue;
      if (!existsSync(resolve(root, dirname(file), target.replace(/#.*/, ''))))
        complain(file, i + 1, `points at ${target}, which is not there`);
    }
    for (const [, script = ''] of line.matchAll(/`npm (?:run )?([a-z][\w:-]*)/g)) {
      if (!known.has(script)) complain(file, i + 1, `names the command ${script}, which package.json lacks`);
    }
  }
}
if (found > 0) {
  console.log(
    `\nA document that points nowhere misleads: correct it or remove the claim.\n\n${found} findings`,
  );
  process.exitCode = 1;
}
