import { parentPort, workerData } from 'node:worker_threads';
import { fuzz } from './fuzz.ts';
import type { Told, WorkerData } from './watchdog.ts';
import { Watched } from './watched.ts';

const { memory, options } = workerData as WorkerData;
const watched = new Watched(memory);
const tell = (told: Told) => parentPort?.postMessage(told);
tell({
  outcome: fuzz({ ...options, begin: (file) => watched.begin(file), remark: (line) => tell({ line }) }),
});
