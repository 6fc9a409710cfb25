import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the sources that this file is of. */
export const thisCheckout = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Another version's sources, such as `git worktree add` makes: what they need from elsewhere is that of this tree, their own
 * packages are theirs. Throws when there are none.
 */
export function otherCheckout(folder: string): string {
  const root = resolve(folder);
  if (!existsSync(join(root, 'apps/server/bin/stoa.mjs')))
    throw new Error(`${folder} holds no checkout of Stoa. Make one: git worktree add ${folder} <commit>`);
  link(join(root, 'node_modules'));
  const own = realpathSync(join(root, 'node_modules/@stoa/server'));
  if (own !== realpathSync(join(root, 'apps/server')))
    throw new Error(
      `The packages in ${folder}/node_modules/@stoa are those of another checkout: remove node_modules there.`,
    );
  return root;
}

/** A folder of links: one link to all of ours would lead to our own packages, too. */
function link(modules: string): void {
  if (existsSync(modules)) return;
  const ours = join(thisCheckout, 'node_modules');
  mkdirSync(join(modules, '@stoa'), { recursive: true });
  for (const name of readdirSync(ours)) {
    if (name !== '@stoa' && name !== '.cache') symlinkSync(join(ours, name), join(modules, name));
  }
  for (const name of readdirSync(join(ours, '@stoa'))) {
    const real = realpathSync(join(ours, '@stoa', name));
    const theirs = join(dirname(modules), relative(thisCheckout, real));
    if (existsSync(theirs) && lstatSync(theirs).isDirectory())
      symlinkSync(theirs, join(modules, '@stoa', name));
  }
}

/** How the commit is called; `changed` beside it where the files are not as committed. */
export function commitOf(checkout: string): string {
  return execFileSync(
    'git',
    ['-C', checkout, 'describe', '--always', '--dirty= and changes', '--exclude=*'],
    {
      encoding: 'utf8',
    },
  ).trim();
}
