import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything in a room may take on a busy machine before a test gives up (ms). */
export const PATIENCE = 20_000;

/** Asks until the answer is not undefined or false; rejects with what was wanted and what there was instead. */
export async function eventually<T>(
  wanted: string,
  ask: () => Promise<T | undefined | false>,
  instead: () => Promise<unknown> = async () => 'nothing',
  millis = PATIENCE,
): Promise<T> {
  const until = performance.now() + millis;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > until) {
      const there = await instead().catch((error: unknown) => String(error));
      throw new Error(`Waited ${millis} ms for ${wanted}; there was: ${JSON.stringify(there)}`);
    }
    await sleep(50);
  }
}
