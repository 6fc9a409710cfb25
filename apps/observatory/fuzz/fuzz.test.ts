import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { recordsOf } from './records.ts';
import { seedFiles } from './seeds.ts';
import { readOne } from './subject.ts';

describe('fuzzing', () => {
  it('C1 some thousand damaged captures do no harm', () => {
    const outcome = fuzz({ inputs: 4096, seed: 11, guidedShare: 0 });
    expect(outcome.failures.map(({ reason }) => reason)).toEqual([]);
    expect(outcome.packets).toBeGreaterThan(10_000);
  });

  it('coverage finds inputs that reach more than the seeds do', () => {
    const { corpus, blocksReached, blocksKnown } = fuzz({ inputs: 1024, seed: 12, guidedShare: 1 });
    expect(corpus).toBeGreaterThan(seedFiles().length);
    expect(blocksReached).toBeGreaterThan(blocksKnown / 2);
  });

  it('the same seed makes the same inputs', () => {
    const files = seedFiles();
    const once = () => {
      const random = new Random(5);
      return Array.from({ length: 50 }, () => mutate(random.pick(files), random.pick(files), random));
    };
    expect(once()).toEqual(once());
  });

  it('seeds are valid, and records are found in all of them', () => {
    for (const file of seedFiles()) {
      const { summary } = readOne(file);
      expect(summary.packets).toBeGreaterThan(0);
      expect(summary.notes).not.toHaveProperty('record-impossible');
      expect(recordsOf(file).at(-1)?.end).toBe(file.length);
    }
  });
});
