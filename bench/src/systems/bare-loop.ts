import { startModule } from '../process/child.ts';
import { freeUdpPort } from '../process/port.ts';
import { connect } from '../process/rpc.ts';
import { usageOf } from '../process/usage.ts';
import type { BareLoopWorker } from './bare-loop-worker.ts';
import type { Forwarder } from './forwarder.ts';

/** N0: what the media library itself costs, the floor for a relay in JavaScript. */
export async function startBareLoop(): Promise<Forwarder> {
  const port = await freeUdpPort();
  const child = await startModule('subject', new URL('./bare-loop-worker.ts', import.meta.url), [
    String(port),
  ]);
  const worker = connect<BareLoopWorker>(child.process, 'bare loop');
  await worker.ready();
  return {
    name: 'bare loop',
    what: 'N0: bare node-datachannel loop, one process, one UDP port, DTLS-SRTP',
    versions: {},
    address: '127.0.0.1',
    slots: 1,
    talkerSlots: 0,
    listenerMicrophone: false,
    publish: async (party) => party.accept(await worker.publish(await party.offer())),
    listen: async (party) => party.accept(await worker.listen(await party.offer())),
    usage: () => usageOf(child.pid),
    stop: () => child.stop(),
  };
}
