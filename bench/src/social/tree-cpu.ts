import { readdirSync, readFileSync } from 'node:fs';
import { cpuFromStat, cpuOfEndedChildren } from '../process/usage.ts';

/** Processor time of a process and of its children, those that have ended too, microseconds (Linux only). */
export function treeCpu(root: number): number {
  let sum = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (Number(name) === root) sum += cpuOfEndedChildren(stat);
      if (Number(name) === root || parent === root) sum += cpuFromStat(stat);
    } catch {
      // It ended while we looked.
    }
  }
  return sum;
}
