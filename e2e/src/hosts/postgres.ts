import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freeTcpPort } from '../rig/ports.ts';
import { programPath, runSync } from '../rig/programs.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import type { Host } from './network.ts';
import { dataFolder } from './stoa.ts';

export type Postgres = Daemon & {
  /** For DATABASE_URL. */
  readonly url: string;
  readonly folder: string;
};

const bin = '/usr/lib/postgresql/15/bin';
const user = 'postgres';

/** An operator's PostgreSQL that writes to the disk before it answers; it comes back at the same address. */
export async function startPostgres(host?: Host): Promise<Postgres> {
  if (!existsSync(join(bin, 'postgres')))
    throw new Error('PostgreSQL is missing, and this test needs it: apt-get install postgresql-15');
  const folder = join(dataFolder(), 'postgres');
  mkdirSync(folder, { mode: 0o700 });
  const uid = Number(runSync('id', ['-u', user]));
  const gid = Number(runSync('id', ['-g', user]));
  chownSync(folder, uid, gid);
  // PostgreSQL refuses to run as root.
  const as = ['--reuid', user, '--regid', user, '--clear-groups', '--'];
  const made = spawnSync(
    programPath('setpriv'),
    [...as, join(bin, 'initdb'), '-D', folder, '-A', 'trust', '-N'],
    {
      cwd: '/',
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const address = host?.address ?? '127.0.0.1';
  const port = await freeTcpPort();
  const settings = [
    `listen_addresses=${address}`,
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=on',
    'synchronous_commit=on',
    'max_connections=100',
  ];
  const daemon = await startDaemon({
    program: programPath('setpriv'),
    args: [...as, join(bin, 'postgres'), '-D', folder, ...settings.flatMap((each) => ['-c', each])],
    where: host,
    ready: /ready to accept connections/,
  });
  return new Proxy({ folder, url: `postgres://${user}@${address}:${port}/postgres` } as Postgres, {
    get: (own, name) => (name in own ? own[name as keyof Postgres] : daemon[name as keyof Daemon]),
  });
}
