import { HistoryFailed, runHistory } from './history.ts';
import type { Step } from './steps.ts';

/** Leaves out steps as long as the history still fails, for at most so many real milliseconds. */
export async function shrunk(failure: HistoryFailed, budgetMs: number): Promise<HistoryFailed> {
  const until = performance.now() + budgetMs;
  let best = failure;
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = best.steps.length - size; from >= 0; from -= size) {
      if (performance.now() > until) return best;
      const fewer = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
      best = (await failing(best.seed, fewer)) ?? best;
    }
  }
  return best;
}

async function failing(seed: number, steps: readonly Step[]): Promise<HistoryFailed | undefined> {
  try {
    await runHistory(seed, steps);
    return undefined;
  } catch (error) {
    if (error instanceof HistoryFailed) return error;
    throw error;
  }
}

/** What is printed of a failure: enough to run it again. */
export const told = ({ message, seed, steps }: HistoryFailed): string =>
  `seed ${seed}: ${message}\n${steps.length} steps:\n${steps.map((step) => JSON.stringify(step)).join(',\n')}`;
