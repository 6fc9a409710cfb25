import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault } from '../fault.ts';

/**
 * A database that is still stopping because its Stoa was killed gets a while. A pid file without its process, or
 * with another program under that number, is dropped.
 */
export async function waitForOlder(data: string, waitMs: number): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const until = Date.now() + waitMs;
  while (existsSync(file)) {
    const [pid = '', , , , socketFolder = ''] = readFileSync(file, 'utf8').split('\n');
    if (!isServerOf(Number(pid), data)) {
      await rm(file, { force: true });
      if (socketFolder.startsWith(socketPrefix())) await rm(socketFolder, { recursive: true, force: true });
      return;
    }
    if (Date.now() > until) {
      throw new DatabaseFault(
        'Another Stoa uses this data folder: stop it, or set STOA_DATA to another folder.',
      );
    }
    await sleep(50);
  }
}

/** Short, since the path of a Unix socket has at most 107 bytes. */
export const socketPrefix = (): string => join(tmpdir(), 'stoa-pg-');

export function isServerOf(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid < 2) return false;
  if (process.platform !== 'linux') return answers(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const zombie = stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
    return !zombie && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
  } catch {
    return false;
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
