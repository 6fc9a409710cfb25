import { expect, test } from 'vitest';
import { isLong } from '../rig/config.ts';
import { faults, inEveryTest, testLimitTimes } from './faults.ts';
import { runFault } from './kept.ts';

/**
 * Tests of every `of`th case from the `nth` on, so that several files run side by side. Other work on the machine starves
 * those who listen, which is no fault of what they listen to: a second try is given, with another seed. Each asserts by itself
 * that what has to hold held; limits and full sizes: docs/faults.md.
 */
export function repeatFaults(nth: number, of: number): void {
  const all = faults.filter(({ name }) => isLong() || name in inEveryTest);
  for (const fault of all.filter((_, i) => i % of === nth)) {
    const sizes = isLong() ? '' : inEveryTest[fault.name];
    test(`${fault.name} ${fault.title}: ${fault.holds}`, {
      timeout: (fault.seconds ?? 100) * 1_000,
      retry: 1,
    }, async () => {
      const seed = Math.floor(Math.random() * 1_000_000);
      const kept = await runFault(fault, 'small', seed, sizes, testLimitTimes);
      console.log(JSON.stringify(kept));
      expect(kept.held, `${kept.done}, seed ${seed}: ${kept.seen.failed}`).toBe(true);
    });
  }
}
