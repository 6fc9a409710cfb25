import { randomBytes } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { type Clock, type FleetRelays, fleetRelays, natsRelayCarrier } from '@stoa/control';
import { type FleetAccess, joinBroker } from './nats-access.ts';
import type { ownRelays } from './own-relays.ts';

/** What a control of a fleet has that one on its own has not. */
export type ControlFleet = {
  readonly nats: NatsConnection;
  readonly relays: FleetRelays;
  stop(): Promise<void>;
};

/** @param own the relays of this process, which are reached without the broker */
export async function joinControls(
  access: FleetAccess,
  clock: Clock,
  own: ReturnType<typeof ownRelays> | undefined,
): Promise<ControlFleet> {
  const nats = await joinBroker(access('control'));
  const life = randomBytes(12).toString('base64url');
  const carrier = natsRelayCarrier(nats, life);
  const relays = fleetRelays({ carrier: own ? own.besides(carrier) : carrier, clock, life });
  return {
    nats,
    relays,
    async stop() {
      await relays.stop();
      carrier.stop();
      await nats.drain().catch(() => nats.close());
    },
  };
}
