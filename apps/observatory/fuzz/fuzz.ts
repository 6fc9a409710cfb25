import { Corpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Random } from './random.ts';
import { seedFiles } from './seeds.ts';
import { readOne } from './subject.ts';

const BATCH = 256;
/** Longest time for one input, milliseconds; a slow one is read again, since the machine may have been busy. */
const SLOW = 50;
const ATTEMPTS = 3;
const MOST_FAILURES = 20;

export type FuzzOptions = {
  readonly inputs: number;
  readonly seed: number;
  /** Part of the inputs during which coverage guides the choice; it costs speed. */
  readonly guidedShare: number;
  /** Ends the run before all inputs are read. */
  readonly seconds?: number;
  /** Resident memory that the run may not exceed, bytes. */
  readonly memory?: number;
  readonly remark?: (line: string) => void;
  /** Told of each input before it is read. */
  readonly begin?: (file: Uint8Array) => void;
};

export type FuzzOutcome = {
  readonly inputs: number;
  readonly seed: number;
  readonly failures: readonly { readonly file: Uint8Array; readonly reason: string }[];
  readonly slowestMs: number;
  readonly corpus: number;
  readonly blocksReached: number;
  readonly blocksKnown: number;
  readonly peakRssMiB: number;
  readonly seconds: number;
  readonly packets: number;
};

export function fuzz(options: FuzzOptions): FuzzOutcome {
  const started = performance.now();
  const random = new Random(options.seed);
  const failures: { file: Uint8Array; reason: string }[] = [];
  const corpus = new Corpus(seedFiles());
  const guidedInputs = options.inputs * options.guidedShare;
  const coverage = guidedInputs > 0 ? new Coverage('/src/capture/') : undefined;
  let [slowest, peak, packets, done] = [0, 0, 0, 0];
  const fail = (file: Uint8Array, reason: string) => {
    if (failures.length < MOST_FAILURES) failures.push({ file: file.slice(), reason });
  };
  for (const file of corpus.files) readOne(file);
  coverage?.take();
  const isOver = () => performance.now() - started > (options.seconds ?? Number.POSITIVE_INFINITY) * 1000;
  while (done < options.inputs && failures.length < MOST_FAILURES && !isOver()) {
    const batch = Array.from({ length: Math.min(BATCH, options.inputs - done) }, () => corpus.mutant(random));
    for (const file of batch) {
      try {
        options.begin?.(file);
        const outcome = timed(file);
        slowest = Math.max(slowest, outcome.ms);
        packets += outcome.packets;
        if (outcome.ms > SLOW) fail(file, `took ${outcome.ms.toFixed(1)} ms`);
        if (random.below(8) === 0) inPieces(file, outcome.digest, random);
      } catch (error) {
        fail(file, error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }
    done += batch.length;
    if (coverage && done <= guidedInputs) corpus.grow(batch, coverage, quietly);
    else if (coverage && done - batch.length <= guidedInputs) coverage.stop();
    if (done % (BATCH * 16) === 0 || done === options.inputs)
      peak = Math.max(peak, process.memoryUsage.rss());
    if (peak > (options.memory ?? Number.POSITIVE_INFINITY)) {
      fail(batch.at(-1)!, `${(peak / 2 ** 20).toFixed(0)} MiB of memory`);
      break;
    }
    if (done % (BATCH * 1000) === 0) {
      options.remark?.(
        `${done} inputs, ${corpus.files.length} in the corpus, ${coverage?.reached.size ?? 0} blocks`,
      );
    }
  }
  if (coverage && done <= guidedInputs) coverage.stop();
  return {
    inputs: done,
    seed: options.seed,
    failures,
    slowestMs: slowest,
    corpus: corpus.files.length,
    blocksReached: coverage?.reached.size ?? 0,
    blocksKnown: coverage?.known.size ?? 0,
    peakRssMiB: Math.round(peak / 2 ** 20),
    seconds: Math.round((performance.now() - started) / 1000),
    packets,
  };
}

/** The quickest of a few readings counts when the first was slow. */
function timed(file: Uint8Array): { ms: number; digest: number; packets: number } {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; ; attempt++) {
    const before = performance.now();
    const { digest, summary } = readOne(file);
    best = Math.min(best, performance.now() - before);
    if (best <= SLOW || attempt + 1 >= ATTEMPTS) return { ms: best, digest, packets: summary.packets };
  }
}

/** However a file arrives, it must come to the same. */
function inPieces(file: Uint8Array, digest: number, random: Random): void {
  const largest = 1 + random.below(200);
  const pieces: number[] = [];
  for (let rest = file.length; rest > 0; rest -= pieces.at(-1)!) pieces.push(1 + random.below(largest));
  if (readOne(file, pieces).digest !== digest) throw new Error('does not hold: pieces make no difference');
}

function quietly(file: Uint8Array): void {
  try {
    readOne(file);
  } catch {
    // Counted as a failure when it was read first.
  }
}
