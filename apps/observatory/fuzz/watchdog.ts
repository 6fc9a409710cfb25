import { Worker } from 'node:worker_threads';
import type { FuzzOptions, FuzzOutcome } from './fuzz.ts';
import { Watched } from './watched.ts';

export type WatchedOptions = Omit<FuzzOptions, 'begin'> & {
  /** An input that is read for longer than this hangs. */
  readonly patienceMs: number;
};

/** What the reading thread is told. */
export type WorkerData = {
  readonly memory: SharedArrayBuffer;
  readonly options: Omit<FuzzOptions, 'remark'>;
};

/** What it tells: lines while it runs, and its outcome. */
export type Told = { readonly line: string } | { readonly outcome: FuzzOutcome };

/** Fuzzes in a thread of its own, so that an input on which the reader never comes back is found and named. */
export function fuzzWatched(
  { patienceMs, remark, ...options }: WatchedOptions,
  script = new URL('./fuzz-thread.mjs', import.meta.url),
): Promise<FuzzOutcome> {
  const watched = new Watched();
  const workerData: WorkerData = { memory: watched.memory, options };
  const worker = new Worker(script, { workerData });
  return new Promise((resolve, reject) => {
    let [seen, since] = [-1, performance.now()];
    const timer = setInterval(
      () => {
        const now = performance.now();
        if (watched.begun !== seen) [seen, since] = [watched.begun, now];
        else if (seen > 0 && now - since > patienceMs) {
          const reason = `was not read in ${(patienceMs / 1000).toFixed(0)} s`;
          finish(() =>
            resolve({
              ...NOTHING,
              inputs: seen,
              seed: options.seed,
              failures: [{ file: watched.input, reason }],
            }),
          );
          void worker.terminate();
        }
      },
      Math.min(1000, patienceMs / 4),
    );
    const finish = (settle: () => void) => {
      clearInterval(timer);
      settle();
    };
    worker.on('message', (told: Told) => {
      if ('line' in told) remark?.(told.line);
      else finish(() => resolve(told.outcome));
    });
    worker.on('error', (error) => finish(() => reject(error)));
  });
}

const NOTHING = {
  slowestMs: 0,
  corpus: 0,
  blocksReached: 0,
  blocksKnown: 0,
  peakRssMiB: 0,
  seconds: 0,
  packets: 0,
};
