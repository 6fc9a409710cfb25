import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import type { BuildFiles } from '../src/pwa/worker/files.ts';

const workerFile = 'service-worker.js';
/** Words of a language, which only those who speak it need. */
const laterNames = /^assets\/(ar|es|ja|zh-hans|zh-hant)-[\w-]+\.js$/;
/** Fetched by the system when the app is installed, never by the page. */
const never = /^(icons\/(icon-512|maskable-\d+|apple-\d+)\.png|manifest\.webmanifest|index\.html)$/;

/** After the app is built: its service worker, which knows every file of this build by its SHA-256. */
export function serviceWorker(): Plugin {
  let root = '';
  let folder = '';
  return {
    name: 'stoa-service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = resolve(root, config.build.outDir);
    },
    async writeBundle() {
      const files = buildFilesOf(folder);
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        define: { STOA_BUILD_FILES: JSON.stringify(files) },
        build: {
          outDir: folder,
          emptyOutDir: false,
          rolldownOptions: {
            input: join(root, 'src/pwa/worker/service-worker.ts'),
            output: { entryFileNames: workerFile, format: 'iife' },
          },
        },
      });
      writeFileSync(join(folder, 'build.txt'), `${files.build}\n`);
    },
  };
}

export function buildFilesOf(folder: string): BuildFiles {
  const names = filesIn(folder)
    .map((path) => relative(folder, path).replaceAll('\\', '/'))
    .filter((name) => name !== workerFile && name !== 'build.txt')
    .sort();
  const whole = createHash('sha256');
  const now: Record<string, string> = {};
  const later: Record<string, string> = {};
  for (const name of names) {
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest();
    whole.update(`${name} ${hash.toString('hex')}\n`);
    if (never.test(name)) continue;
    (laterNames.test(name) ? later : now)[`/${name}`] = hash.toString('base64');
  }
  const style = names.find((name) => name.startsWith('assets/') && name.endsWith('.css'));
  if (style === undefined) throw new Error('The build has no style sheet.');
  return { build: whole.digest('hex'), style: `/${style}`, now, later };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
