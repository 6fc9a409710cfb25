import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const cases = 5000;

it('no offer of 5,000 mutated ones brings the native library down', { timeout: 120_000 }, async () => {
  const child = fileURLToPath(new URL('./fuzz-child.ts', import.meta.url));
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', loader, child, String(cases), String(seed)],
    { timeout: 110_000 },
  );
  const counts = JSON.parse(stdout) as { refused: number; answered: number; thrown: number; faults: number };
  expect(counts.refused + counts.answered + counts.thrown).toBe(cases);
  // The test would prove nothing if all were refused before they reached the library.
  expect(counts.answered).toBeGreaterThan(500);
  expect(counts.faults).toBe(0);
});
