import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { processProof } from './process-proof.ts';

test('a process that runs, or sleeps, has not ended; one that was killed has, and one of elsewhere is not judged', async () => {
  const code = `import('${new URL('./process-proof.ts', import.meta.url)}').then(({ processProof }) => {
    console.log(processProof().own);
    setInterval(() => {}, 1_000);
  })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const theirs = line.toString().trim();
    const proof = processProof()!;
    expect(proof.hasEnded(proof.own)).toBe(false);
    expect(proof.hasEnded(theirs)).toBe(false);
    child.kill('SIGSTOP');
    expect(proof.hasEnded(theirs)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(proof.hasEnded(theirs)).toBe(true);
    expect(proof.hasEnded(`elsewhere ${theirs.split(' ').slice(1).join(' ')}`)).toBe(false);
    expect(proof.hasEnded('nonsense')).toBe(false);
    // Another process may have got its number since.
    expect(proof.hasEnded(proof.own.replace(/\d+$/, '1'))).toBe(true);
  } finally {
    child.kill('SIGKILL');
  }
});
