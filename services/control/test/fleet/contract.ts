import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNats } from '@stoa/testkit/nats';
import { InProcessFleet } from '../../src/adapters/in-process/fleet.ts';
import { openNatsFleet } from '../../src/adapters/nats/fleet.ts';
import type { FleetPorts } from '../../src/fleet/ports.ts';

/** One deployment's shared part; each `join` is what one more control gets. */
export type SharedFleet = { join(): Promise<FleetPorts>; end(): Promise<void> };

export const inProcess = async (): Promise<SharedFleet> => {
  const fleet = new InProcessFleet();
  return { join: async () => fleet.join(), end: async () => {} };
};

export async function overNats() {
  const store = await mkdtemp(join(tmpdir(), 'stoa-fleet-'));
  const server = await startNats({ store });
  const secret = new Uint8Array(randomBytes(32));
  const connections: NatsConnection[] = [];
  return {
    server,
    secret,
    connections,
    async join(own: Uint8Array = secret): Promise<FleetPorts> {
      const nats = await connect({ servers: server.url, reconnectTimeWait: 100, maxReconnectAttempts: -1 });
      connections.push(nats);
      return openNatsFleet(nats, own);
    },
    async end() {
      for (const nats of connections) await nats.close();
      await server.stop();
      await rm(store, { recursive: true, force: true });
    },
  };
}

/** Until it holds; throws when it does not for so long. */
export async function until(holds: () => boolean, ms: number = 15_000): Promise<void> {
  for (const end = performance.now() + ms; !holds(); ) {
    if (performance.now() > end) throw new Error('that did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
