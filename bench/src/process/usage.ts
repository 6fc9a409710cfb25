import { readFileSync } from 'node:fs';

/** Linux shows CPU time in hundredths of a second whatever the kernel's own tick is (proc(5), USER_HZ). */
const TICK_US = 10_000;

export interface Usage {
  /** User and system time of all threads since the process started, microseconds, in steps of 10 ms. */
  readonly cpuUs: number;
  /** Resident memory, bytes. */
  readonly rssBytes: number;
}

/**
 * Reads what a process has used so far from /proc (Linux only).
 * @throws Error when the process is gone or the system has no /proc
 */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { cpuUs: cpuFromStat(stat), rssBytes: rssFromStatus(status) };
}

/** Fields 14 and 15 of proc_pid_stat(5); the second field, the name, may itself hold spaces and parentheses. */
export function cpuFromStat(stat: string): number {
  return sumOf(stat, 11);
}

/** Fields 16 and 17: of children that the process has waited for. */
export const cpuOfEndedChildren = (stat: string): number => sumOf(stat, 13);

/** @param at the field of the user time, counted after the name; that of the system time comes next */
function sumOf(stat: string, at: number): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const user = Number(fields[at]);
  const system = Number(fields[at + 1]);
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error('unreadable /proc/<pid>/stat');
  return (user + system) * TICK_US;
}

export function rssFromStatus(status: string): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  if (!match) throw new Error('unreadable /proc/<pid>/status');
  return Number(match[1]) * 1024;
}
