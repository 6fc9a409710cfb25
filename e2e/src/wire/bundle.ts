// The web app, built from the sources as they are or with edits.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Edit, viteMutation } from './mutations.ts';

const APP = fileURLToPath(new URL('../../../apps/web/', import.meta.url));

/** Resolves with the folder of the built app. Rejects when an edit met no module. */
export async function buildApp(edits: readonly Edit[] = []): Promise<string> {
  const outDir = temporaryFolder('app');
  // The key worker is a bundle of its own, with its own plugins.
  const page = viteMutation(edits);
  const worker = viteMutation(edits);
  await build({
    configFile: `${APP}vite.config.ts`,
    logLevel: 'error',
    plugins: [page],
    worker: { format: 'es', plugins: () => [worker] },
    build: { outDir, emptyOutDir: true, minify: false, reportCompressedSize: false },
  });
  const missed = edits.filter((edit) => page.left.has(edit) && worker.left.has(edit));
  if (missed.length > 0)
    throw new Error(`The app has no module ${missed.map((edit) => edit.file).join(', ')}`);
  return outDir;
}
