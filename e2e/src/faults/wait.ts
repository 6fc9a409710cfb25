import { setTimeout as sleep } from 'node:timers/promises';

/** Until it is so; throws with what was waited for. @returns how long it took, ms */
export async function waitFor(
  isSo: () => boolean | Promise<boolean>,
  patienceMs: number,
  what: string,
): Promise<number> {
  const from = performance.now();
  while (!(await isSo())) {
    if (performance.now() - from > patienceMs) throw new Error(`no ${what} within ${patienceMs} ms`);
    await sleep(50);
  }
  return performance.now() - from;
}
