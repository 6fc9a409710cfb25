import { Coverage } from './coverage.ts';
import { mutate, seeded } from './mutate.ts';

/** One parser. */
export type Target = {
  readonly name: string;
  /** Ends of the paths of its source files. */
  readonly files: readonly string[];
  /** Lawful inputs to begin with. */
  readonly seeds: readonly Uint8Array[];
  /** What is worth putting in whole. */
  readonly words?: readonly Uint8Array[];
  readonly maxBytes: number;
  /** Reads one input, which must not be kept. Throws when the parser does, or when what it said cannot be. */
  readonly read: (input: Uint8Array) => void;
};

export type Outcome = {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  /** Inputs kept because they reached code that none before had reached; how much of its functions ran, 0 to 1. */
  readonly kept: number;
  readonly reached: number;
  readonly seconds: number;
  /** Longest single run that was as long when repeated, ms. */
  readonly slowestMs: number;
  /** Inputs (hex) with what they did; at most ten. */
  readonly failures: readonly { readonly input: string; readonly what: string }[];
};

const batch = 5_000;
/** So many inputs are guided by what they reach; the rest are changes of what those found, at full speed. */
const guidedRuns = 500_000;
const maxFailures = 10;
export const hangMs = 50;

/**
 * Feeds mutated inputs to one parser, batch after batch. When a batch reaches code that none reached before, it is
 * run again in halves until the input that did it is found; that one is kept and mutated further.
 */
export async function fuzz(
  target: Target,
  options: { readonly runs: number; readonly seed: number },
): Promise<Outcome> {
  const chance = seeded(options.seed);
  const coverage = new Coverage(target.files);
  const corpus = target.seeds.map((seed) => seed.slice(0, target.maxBytes));
  const failures: { input: string; what: string }[] = [];
  const inputs = Array.from({ length: batch }, () => new Uint8Array(target.maxBytes));
  const lengths = new Uint32Array(batch);
  const at = (i: number) => inputs[i]!.subarray(0, lengths[i]!);
  let slowestMs = 0;
  const started = performance.now();

  const timed = (input: Uint8Array): number => {
    const before = performance.now();
    try {
      target.read(input);
    } catch (error) {
      if (failures.length < maxFailures) {
        failures.push({ input: Buffer.from(input).toString('hex'), what: String(error) });
      }
    }
    return performance.now() - before;
  };
  /** A pause of the machine is no hang: only what is slow three times counts. */
  const run = (input: Uint8Array): void => {
    const took = timed(input);
    if (took <= slowestMs || took < 1) return;
    slowestMs = Math.max(slowestMs, Math.min(took, timed(input), timed(input)));
  };
  const runAll = (from: number, to: number): void => {
    for (let i = from; i < to; i++) run(at(i));
  };
  /** Which input of a batch reached something new; what it reached is then no longer new. */
  const find = (from: number, to: number): number => {
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      runAll(low, middle);
      if (coverage.fresh(true)) high = middle;
      else low = middle;
    }
    run(at(low));
    return coverage.fresh() ? low : -1;
  };

  for (const seed of corpus) run(seed);
  coverage.fresh();
  let runs = 0;
  let guided = true;
  let reached = 0;
  while (runs < options.runs && failures.length < maxFailures) {
    const count = Math.min(batch, options.runs - runs);
    for (let i = 0; i < count; i++) {
      lengths[i] = mutate(inputs[i]!, corpus, target.words ?? [], chance);
    }
    runAll(0, count);
    runs += count;
    // What a parser leaves to promises happens here, and a rejection ends the process.
    await new Promise((next) => setImmediate(next));
    if (!guided) continue;
    for (let from = 0; from < count && coverage.fresh(true); ) {
      runAll(from, count);
      const found = find(from, count);
      if (found < 0) break;
      corpus.push(at(found).slice());
      from = found + 1;
      runAll(from, count);
    }
    if (runs < guidedRuns) continue;
    guided = false;
    reached = coverage.share;
    coverage.stop();
  }
  if (guided) {
    reached = coverage.share;
    coverage.stop();
  }
  return {
    target: target.name,
    seed: options.seed,
    runs,
    kept: corpus.length - target.seeds.length,
    reached,
    seconds: (performance.now() - started) / 1000,
    slowestMs,
    failures,
  };
}
