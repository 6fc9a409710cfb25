/** The one place of the bench that reads the environment: what programs that it starts inherit. */
export function environmentWith(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** Where the hallway's made-up town is kept for the next run; without it each run fills an own one and removes it. */
export const townFolder: string | undefined = process.env.STOA_BENCH_TOWN;
