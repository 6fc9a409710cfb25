import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { DatabaseAddress } from '../database.ts';
import { DatabaseFault } from '../fault.ts';
import { databaseAccount } from './account.ts';
import { embeddedBinaries } from './binaries.ts';
import { databaseEnvironment, databaseUser, prepareCluster } from './cluster.ts';
import { socketPrefix, waitForOlder } from './orphan.ts';
import { clusterPlace } from './place.ts';

export type EmbeddedOptions = {
  /** The data folder; the cluster goes into `postgres/` below it. */
  readonly folder: string;
  /** One sentence about what is going on. */
  readonly say?: (text: string) => void;
  /** Folder of `postgres` and `initdb`; without it, those that come with Stoa. */
  readonly bin?: string;
  /** For tests: loses data when the machine stops. */
  readonly unsafe?: boolean;
  /** Where the cluster goes when its user cannot enter the data folder. */
  readonly elsewhere?: string;
  /** How long to wait for a database that is still stopping, ms. */
  readonly olderMs?: number;
};

export type EmbeddedDatabase = {
  readonly address: DatabaseAddress;
  readonly pid: number;
  /** Waits until everything is on the disk. */
  stop(): Promise<void>;
};

export const databaseName = 'stoa';

/**
 * The database server is a child of a shell that holds a pipe from us: when this process ends in whatever way, the pipe
 * closes and the shell stops the database. In a group of its own, so that Ctrl-C reaches us and not it.
 */
const watch =
  '"$0" "$@" </dev/null 3<&- & P=$!; echo "pid $P" >&2; (cat <&3 >/dev/null; kill -INT $P 2>/dev/null) & wait $P';

/** PostgreSQL on a Unix socket that only this user can reach. Throws a `DatabaseFault`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const say = options.say ?? (() => {});
  const account = databaseAccount();
  const place = await clusterPlace(options.folder, options.elsewhere ?? '/var/lib/stoa', account, say);
  const bin = options.bin ?? (await embeddedBinaries(account && join(dirname(place), 'bin'), say));
  const data = await prepareCluster(bin, place, account, say);
  await waitForOlder(data, options.olderMs ?? 10_000);

  const socketFolder = await mkdtemp(socketPrefix());
  if (account) await chown(socketFolder, account.uid, account.gid);
  const settings = [
    'listen_addresses=',
    'max_connections=60',
    // What people wrote stays out of error texts; nothing of them goes to a file.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    ...(options.unsafe ? ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'] : []),
  ];
  const args = ['-D', data, '-k', socketFolder, ...settings.flatMap((each) => ['-c', each])];
  const shell = spawn('/bin/sh', ['-c', watch, join(bin, 'postgres'), ...args], {
    ...account,
    cwd: '/',
    env: databaseEnvironment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(shell, 'exit').catch(() => undefined);
  const said = await readyOrEnded(shell.stderr as Socket, ended).catch(async (error) => {
    await rm(socketFolder, { recursive: true, force: true });
    throw error;
  });
  const pid = Number(/pid (\d+)/.exec(said)?.[1]);
  // Neither pipe may keep this process from ending.
  const pipe = shell.stdio[3] as unknown as Socket;
  pipe.on('error', () => {});
  for (const handle of [shell, pipe, shell.stderr as Socket]) handle.unref();

  const stop = async () => {
    if (shell.exitCode === null && shell.signalCode === null) {
      shell.ref();
      pipe.destroy();
      await ended;
    }
    await rm(socketFolder, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(socketFolder);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: { socketFolder, user: databaseUser, database: databaseName }, pid, stop };
}

/** Resolves with what it said until it was ready; rejects when it ended before. */
async function readyOrEnded(stderr: Socket, ended: Promise<unknown>): Promise<string> {
  let said = '';
  return await new Promise((resolve, reject) => {
    stderr.on('data', (text) => {
      if (said === 'ready') return;
      said += String(text);
      if (!said.includes('ready to accept connections')) return;
      const all = said;
      said = 'ready';
      resolve(all);
    });
    void ended.then(() => reject(new DatabaseFault(whyNot(said))));
  });
}

function whyNot(said: string): string {
  if (/No space left/i.test(said)) return 'The database cannot start: the disk is full.';
  if (/could not create shared memory|Cannot allocate memory/i.test(said))
    return 'The database cannot start: the machine has too little free memory.';
  if (/invalid permissions|Permission denied/i.test(said))
    return 'The database cannot start: its files in the data folder belong to another user.';
  const why = /(?:FATAL|PANIC|error while loading[^:]*):\s*(.*)/.exec(said)?.[1];
  return `The database cannot start${why ? `: ${why}.` : '.'}`;
}

async function ensureDatabase(socketFolder: string): Promise<void> {
  const client = new pg.Client({ host: socketFolder, user: databaseUser, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (!rowCount) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
