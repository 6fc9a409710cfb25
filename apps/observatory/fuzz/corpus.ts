import type { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

/** Files to mutate: the seeds, and every mutant that reached code which nothing before it had reached. */
export class Corpus {
  readonly files: Uint8Array[];

  constructor(seeds: readonly Uint8Array[]) {
    this.files = [...seeds];
  }

  mutant(random: Random): Uint8Array {
    // The newest files reach the least known code, so half of the mutants come from them.
    const recent = Math.max(0, this.files.length - 32);
    const from =
      random.below(2) === 0
        ? recent + random.below(this.files.length - recent)
        : random.below(this.files.length);
    return mutate(this.files[from]!, random.pick(this.files), random);
  }

  /**
   * Keeps those of a batch that reach something new. One look at the counters costs more than reading many files, so
   * a batch is looked at as a whole and only a fruitful one is read again, file by file.
   * @param read runs one file
   */
  grow(batch: readonly Uint8Array[], coverage: Coverage, read: (file: Uint8Array) => void): void {
    const known = new Set(coverage.reached);
    if (coverage.take() === 0) return;
    const fresh = [...coverage.reached].filter((block) => !known.has(block));
    for (const block of fresh) coverage.reached.delete(block);
    for (const file of batch) {
      read(file);
      if (coverage.take() > 0) this.files.push(file.slice());
    }
    for (const block of fresh) coverage.reached.add(block);
  }
}
