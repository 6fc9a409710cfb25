import { type Child, startModule } from '../process/child.ts';
import { connect, type Remote } from '../process/rpc.ts';
import type { PeersWorker } from './peers-worker.ts';

/** A worker process of thin participants on the generator's core. */
export interface Load {
  readonly worker: Remote<PeersWorker>;
  readonly child: Child;
  stop(): Promise<void>;
}

export async function startLoad(name: string): Promise<Load> {
  const child = await startModule('generator', new URL('./peers-worker.ts', import.meta.url));
  return { worker: connect<PeersWorker>(child.process, name), child, stop: () => child.stop() };
}
