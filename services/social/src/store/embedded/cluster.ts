import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseFault } from '../fault.ts';
import type { SystemAccount } from './account.ts';
import { majorVersion } from './binaries.ts';

const run = promisify(execFile);
export const databaseUser = 'stoa';

/** The files of a cluster in `place/data`: made at the first start, whole or not at all. */
export async function prepareCluster(
  bin: string,
  place: string,
  account: SystemAccount | undefined,
  say: (text: string) => void,
): Promise<string> {
  const data = join(place, 'data');
  await removeUnfinished(place);
  const versionFile = join(data, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const theirs = Number(readFileSync(versionFile, 'utf8'));
    const ours = await majorVersion(bin);
    if (theirs === ours) return data;
    throw new DatabaseFault(
      `The data folder holds a database of PostgreSQL ${theirs}, and this Stoa brings ${ours}: export it with the release that made it.`,
    );
  }
  say('Making a database (first start).');
  const beside = join(place, `init-${process.pid}`);
  const args = [
    '-D',
    beside,
    '-U',
    databaseUser,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  try {
    await run(join(bin, 'initdb'), args, { ...account, cwd: '/', env: databaseEnvironment });
  } catch {
    throw new DatabaseFault('The database cannot be made: is the disk full, or the data folder read-only?');
  }
  await rename(beside, data);
  // The new name must be on the disk before anything is said to be stored in it.
  const folder = await open(place, 'r');
  await folder.sync().finally(() => folder.close());
  return data;
}

/** Nothing of this process's environment can change what the database does. */
export const databaseEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

async function removeUnfinished(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const pid = Number(/^init-(\d+)$/.exec(name)?.[1]);
    if (pid && !existsSync(`/proc/${pid}`)) await rm(join(place, name), { recursive: true, force: true });
  }
}
