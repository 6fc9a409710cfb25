// Builds the web app when its sources are not those of the last build. Contents are compared, not times:
// a fresh clone, a checkout or a restored file has new times and old contents.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrFail } from './child.mjs';
import { cleanEnvironment } from './install.mjs';
import { inRoot, tool } from './paths.mjs';
import { step } from './say.mjs';

const SOURCES = ['apps/web', 'packages/client', 'packages/core', 'packages/e2ee', 'packages/protocol'];
const OTHER_INPUTS = ['package-lock.json', 'tsconfig.base.json'];
const NOT_SOURCE = /^(node_modules|dist|\.cache|.*\.test\.tsx?|.*\.md)$/;
const stampFile = inRoot('.cache/web-app.sha256');

export async function ensureWebApp() {
  const now = digestOf(SOURCES, OTHER_INPUTS);
  if (existsSync(inRoot('apps/web/dist/index.html')) && lastBuild() === now) return;
  rmSync(stampFile, { force: true });
  await step('Building the web app', () =>
    runOrFail(
      process.execPath,
      [tool.vite, 'build', '--logLevel', 'warn'],
      'The web app could not be built: the reason is above.',
      {
        cwd: inRoot('apps/web'),
        env: cleanEnvironment(process.env),
      },
    ),
  );
  mkdirSync(inRoot('.cache'), { recursive: true });
  writeFileSync(stampFile, now);
}

function lastBuild() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
}

/**
 * @param {readonly string[]} folders
 * @param {readonly string[]} files
 */
function digestOf(folders, files) {
  const hash = createHash('sha256');
  for (const path of [...folders.flatMap(filesIn), ...files].sort()) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(inRoot(path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .filter((entry) => !NOT_SOURCE.test(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
    });
}
