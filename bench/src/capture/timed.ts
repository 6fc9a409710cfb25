import { readFileSync } from 'node:fs';
import { startChild } from '../process/child.ts';
import { usageOf } from '../process/usage.ts';

const LOOK_EVERY_MS = 20;

export interface Timed {
  readonly seconds: number;
  /** User and system time of all its threads, as last seen before it ended. */
  readonly cpuSeconds: number;
  /** Highest resident memory, bytes. */
  readonly peakBytes: number;
  readonly output: string;
}

/**
 * Runs a program to its end: wall time from start to exit, with whatever it takes to start.
 * @throws Error when it fails
 */
export async function timed(command: string, args: readonly string[]): Promise<Timed> {
  const started = performance.now();
  const child = await startChild('subject', command, args, ['ignore', 'pipe', 'ignore']);
  let output = '';
  let peakBytes = 0;
  let cpuUs = 0;
  child.process.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  // The kernel keeps the highest value itself, so only what grows in the last moment can be missed.
  const looking = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
    cpuUs = Math.max(cpuUs, cpuOf(child.pid));
  }, LOOK_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => child.process.once('close', resolve));
  clearInterval(looking);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, cpuSeconds: cpuUs / 1e6, peakBytes, output };
}

function peakOf(pid: number): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match ? Number(match[1]) * 1024 : 0;
  } catch {
    return 0;
  }
}

function cpuOf(pid: number): number {
  try {
    return usageOf(pid).cpuUs;
  } catch {
    return 0;
  }
}
