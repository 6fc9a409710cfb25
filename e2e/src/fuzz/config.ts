/** What the environment says about the fuzz test that runs with the others; the long run has flags (run.ts). */
export const config = {
  seed: Number(process.env.FUZZ_SEED ?? 1),
  /** Inputs for each parser. */
  runs: Number(process.env.FUZZ_RUNS ?? 20_000),
} as const;
