import { type VoicesMessage, type WorkerKeys, workerKeys } from '../adapters/worker/worker-keys.ts';

/** A running worker with the fresh keys of one join. Ending it erases them. */
export type KeyWorker = {
  readonly worker: Worker;
  readonly keys: WorkerKeys;
  /** One listener; before there is one nothing is worth hearing. */
  onVoices(callback: (message: VoicesMessage) => void): void;
};

/** Rejects where the worker does not load or cannot make keys. */
export async function startKeyWorker(): Promise<KeyWorker> {
  const worker = new Worker(new URL('../adapters/worker/worker-entry.ts', import.meta.url), {
    type: 'module',
  });
  let listener: (message: VoicesMessage) => void = () => {};
  try {
    const keys = await workerKeys(worker, (message) => listener(message));
    return {
      worker,
      keys,
      onVoices: (callback) => {
        listener = callback;
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
