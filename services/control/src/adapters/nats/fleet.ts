import type { NatsConnection } from '@nats-io/transport-node';
import type { FleetPorts, ProcessProof } from '../../fleet/ports.ts';
import { Seal } from '../../fleet/seal.ts';
import { openCarriedSockets } from './carried-sockets.ts';
import { openLeases } from './leases.ts';
import { Reach } from './reach.ts';
import { openRoomMemory } from './room-memory.ts';

/**
 * What controls share, over one connection, which is the caller's and stays open. `secret`: 32 bytes that all controls of
 * the deployment have and nobody else. `replicas`: of the buckets and the stream, where the broker is a cluster. `processes`: where
 * processes of this machine can be told apart. Rejects when the broker has no JetStream or is not there.
 */
export async function openNatsFleet(
  nats: NatsConnection,
  secret: Uint8Array,
  replicas: number = 1,
  processes?: ProcessProof,
): Promise<FleetPorts> {
  const reach = new Reach(nats);
  const seal = new Seal(secret);
  return {
    leases: await openLeases(nats, reach, replicas),
    memory: await openRoomMemory(nats, seal, reach, replicas),
    sockets: openCarriedSockets(nats, seal, reach),
    nameOf: (room) => seal.name(room),
    processes,
  };
}
