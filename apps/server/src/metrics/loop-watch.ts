import type { ServerLog } from '../log.ts';

const everyMs = 100;
const blockedMs = 250;

export const standstills = ['blocked', 'paused'] as const;
type Standstill = (typeof standstills)[number];

/**
 * Why a timer came late: our own code held the loop, or the process did not run at all (stopped, or the machine has
 * no time for it). Undefined: it did not come late.
 */
export function lateness(
  lateMs: number,
  processorMs: number,
): { readonly why: Standstill; readonly ms: number } | undefined {
  if (lateMs < blockedMs) return undefined;
  return { why: processorMs >= lateMs / 2 ? 'blocked' : 'paused', ms: Math.round(lateMs) };
}

/** Says in the log when the event loop stood still for a quarter of a second or more. Call the result to stop. */
export function watchLoop(log: ServerLog): () => void {
  let last = performance.now();
  let processor = process.cpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const used = process.cpuUsage(processor);
    const late = lateness(now - last - everyMs, (used.user + used.system) / 1_000);
    if (late) log.warn({ event: 'eventLoopBlocked', ...late });
    last = now;
    processor = process.cpuUsage();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
