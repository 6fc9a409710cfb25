import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cpuFromStat, cpuOfEndedChildren, rssFromStatus, usageOf } from './usage.ts';

describe('usage of a process', () => {
  it('reads user and system time behind a name with spaces and parentheses', () => {
    const stat = '42 (a b) c) R 1 42 42 0 -1 4194304 104 0 0 0 250 130 0 0 20 0 1 0 89183 3133440 394';
    expect(cpuFromStat(stat)).toBe(3_800_000);
    expect(() => cpuFromStat('42 (x) R')).toThrow('unreadable');
  });

  it('reads what ended children used', () => {
    const stat = '42 (a b) c) R 1 42 42 0 -1 4194304 104 0 0 0 250 130 7 5 20 0 1 0 89183 3133440 394';
    expect(cpuOfEndedChildren(stat)).toBe(120_000);
  });

  it('reads resident memory', () => {
    expect(rssFromStatus('Name:\tx\nVmRSS:\t    1024 kB\nThreads:\t1\n')).toBe(1_048_576);
    expect(() => rssFromStatus('Name:\tx\n')).toThrow('unreadable');
  });

  it.runIf(process.platform === 'linux')('agrees with what a busy process says of itself', async () => {
    const program =
      'const end = Date.now() + 300; while (Date.now() < end); process.stdout.write(String(process.cpuUsage().user + process.cpuUsage().system)); setTimeout(() => {}, 5000)';
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const own = await new Promise<number>((resolve) =>
        child.stdout.once('data', (text) => resolve(Number(text))),
      );
      expect(Math.abs(usageOf(child.pid!).cpuUs - own)).toBeLessThan(60_000);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
