import { isLong } from '../rig/config.ts';

/** What the environment says about a run of the world's histories. */
export const config = {
  /** First seed of the histories that `vitest --project world` runs. */
  seed: Number(process.env.WORLD_SEED ?? 1),
  steps: Number(process.env.WORLD_STEPS ?? (isLong() ? 10_000 : 4_000)),
} as const;
