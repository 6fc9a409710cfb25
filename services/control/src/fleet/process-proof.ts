import { readFileSync, readlinkSync } from 'node:fs';
import type { ProcessProof } from './ports.ts';

/**
 * On Linux a process is known for certain by its machine's boot, its namespace of process numbers, its number and when it began
 * (proc(5)). Where one of the first two differs, nothing can be said of it. Undefined on other systems.
 */
export function processProof(): ProcessProof | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const place = `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
    const own = begunAt(process.pid);
    if (own === undefined) return undefined;
    return {
      own: `${place} ${process.pid} ${own}`,
      hasEnded(other) {
        const parts = other.split(' ');
        const [pid, begun] = parts.slice(-2).map(Number);
        if (parts.length !== 4 || parts.slice(0, 2).join(' ') !== place || !Number.isInteger(pid))
          return false;
        return begunAt(pid!) !== begun;
      },
    };
  } catch {
    return undefined;
  }
}

/** Undefined for a process that is not there, or has ended and is not cleared away yet. */
function begunAt(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is its name in brackets, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}
