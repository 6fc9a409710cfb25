import { runBench } from '@stoa/bench';

/** Benchmarks leave child processes and native threads behind; the command ends with its answer. */
export async function bench(args: readonly string[]): Promise<void> {
  const code = await runBench(args, (text) => process.stdout.write(text));
  process.exit(code);
}
