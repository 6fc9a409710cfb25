import { randomBytes } from 'node:crypto';
import {
  type Clock,
  type FleetPorts,
  type FleetRelays,
  fleetRelays,
  natsRelayCarrier,
  openNatsFleet,
  processProof,
  Seal,
} from '@stoa/control';
import { Fault } from '../fault.ts';
import type { ServerLog } from '../log.ts';
import { type VoiceBus, voiceBus } from '../voice/bus.ts';
import { type FleetAccess, joinBroker } from './nats-access.ts';
import type { ownRelays } from './own-relays.ts';

/** What a control of a fleet has that one on its own has not. */
export type ControlFleet = {
  /** Of this process, to relays and to the social app. */
  readonly life: string;
  readonly relays: FleetRelays;
  readonly ports: FleetPorts;
  readonly bus: VoiceBus;
  stop(): Promise<void>;
};

export type ControlFleetParts = {
  readonly access: FleetAccess;
  readonly clock: Clock;
  /** 32 bytes that all controls of the deployment have. */
  readonly secret: Uint8Array;
  /** The relays of this process, which are reached without the broker. */
  readonly own: ReturnType<typeof ownRelays> | undefined;
  /** By which a host of relays shows that it has the deployment's key. */
  readonly mark: (host: string, life: string) => string;
  readonly log: ServerLog;
};

/** Throws a `Fault` when the broker is not there, or keeps nothing. */
export async function joinControls(parts: ControlFleetParts): Promise<ControlFleet> {
  const { access, clock, secret, own, mark: markOf, log } = parts;
  const nats = await joinBroker(access('control'));
  const ports = await openNatsFleet(nats, secret, 1, processProof()).catch(async () => {
    await nats.close();
    throw new Fault(
      'The NATS servers of NATS_URL keep nothing: turn JetStream on (`jetstream {}`) and let the user of control use it.',
    );
  });
  const life = randomBytes(12).toString('base64url');
  const carrier = natsRelayCarrier(nats, life);
  const relays = fleetRelays({
    ...{ carrier: own ? own.besides(carrier) : carrier, clock, life },
    // Hosts of the version before show nothing.
    isOurs: ({ host, life: theirs, mark }) => mark === undefined || mark === markOf(host, theirs),
    onStranger: () =>
      log.warn(
        { event: 'relayHostRefused' },
        'A host of relays has another deployment.key than this control and is not used; it says so in its own log, too.',
      ),
  });
  return {
    life,
    relays,
    ports,
    bus: voiceBus(nats, new Seal(secret)),
    async stop() {
      await relays.stop();
      carrier.stop();
      // What was said last still goes out, unless the broker is away.
      await Promise.race([nats.drain().catch(() => {}), later(1_000)]);
      await nats.close().catch(() => {});
    },
  };
}

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
