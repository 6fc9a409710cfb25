import { randomBytes } from 'node:crypto';
import { type Clock, Seal } from '@stoa/control';
import type { VoicePlane } from '@stoa/social';
import type { DeploymentKey } from '../deployment-key.ts';
import { type VoiceBus, voiceBus } from '../voice/bus.ts';
import { farPlane } from '../voice/far-plane.ts';
import { tokensOf } from '../voice/local-plane.ts';
import { type FleetAccess, joinBroker } from './nats-access.ts';

/** What the social app of a fleet has: a line to all controls. */
export type SocialFleet = {
  readonly life: string;
  readonly bus: VoiceBus;
  readonly voice: VoicePlane;
  stop(): Promise<void>;
};

/** Throws a `Fault` when the broker is not there. */
export async function joinSocial(
  access: FleetAccess,
  key: DeploymentKey,
  clock: Clock,
): Promise<SocialFleet> {
  const nats = await joinBroker(access('social'));
  const bus = voiceBus(nats, new Seal(key.fleetSecret));
  const life = freshId();
  return {
    life,
    bus,
    voice: farPlane({ bus, clock, life, id: freshId, token: tokensOf(key, clock) }),
    async stop() {
      await nats.close().catch(() => {});
    },
  };
}

export const freshId = (): string => randomBytes(12).toString('base64url');
