import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from '../database.ts';
import { databaseAccount } from './account.ts';
import { databaseUser } from './cluster.ts';
import { isServerOf } from './orphan.ts';
import { clusterPlace } from './place.ts';
import { databaseName } from './start.ts';

/**
 * Where the database of this data folder listens, for a second program of the same user: its address while a Stoa runs
 * it, `stopped`, or `none` where there never was one.
 */
export async function findEmbedded(
  folder: string,
  elsewhere = '/var/lib/stoa',
): Promise<DatabaseAddress | 'stopped' | 'none'> {
  if (!existsSync(folder)) return 'none';
  const data = join(await clusterPlace(folder, elsewhere, databaseAccount(), () => {}), 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) return 'none';
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return 'stopped';
  // Its lines: number of the process, folder, time, port, folder of the socket.
  const [pid = '', , , , socketFolder = ''] = readFileSync(file, 'utf8').split('\n');
  if (!isServerOf(Number(pid), data)) return 'stopped';
  return { socketFolder, user: databaseUser, database: databaseName };
}
