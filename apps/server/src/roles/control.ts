import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  acceptWebSockets,
  type Clock,
  type Control,
  createControl,
  type RelayPool,
  verifyEd25519,
} from '@stoa/control';
import type { Place } from '@stoa/core/fleet';
import type { Fence } from '@stoa/protocol/fleet';
import type { VoicePlane } from '@stoa/social';
import type { Budgets } from '../config.ts';
import type { DeploymentKey } from '../deployment-key.ts';
import { GuestCookie } from '../http/guest-cookie.ts';
import { sameOrigin } from '../http/origin.ts';
import { type RoomsApiOptions, roomsApi } from '../http/rooms-api.ts';
import type { ServerLog } from '../log.ts';
import { voicePlane } from '../voice/local-plane.ts';
import type { RunningRole } from './role.ts';

export type ControlRoleParts = {
  readonly relays: RelayPool;
  readonly key: DeploymentKey;
  readonly clock: Clock;
  readonly budgets: Budgets;
  readonly spreadAfter: number | undefined;
  /** Of the whole deployment. */
  readonly fence?: Fence | undefined;
  /** Where this machine stands; undefined: nobody said. */
  readonly place?: Place | undefined;
  readonly publicUrl: URL | undefined;
  readonly log: ServerLog;
  readonly address: (request: IncomingMessage) => string;
  /** What the social app says of guests who come to its rooms. */
  readonly guests: () => RoomsApiOptions['guests'];
};

export type ControlRole = RunningRole & { readonly control: Control; readonly voice: VoicePlane };

/** Signaling (`/signal`) and the calls that come before it (`/api/rooms`, `/api/tokens`). */
export function controlRole(parts: ControlRoleParts): ControlRole {
  const { key, clock, budgets, publicUrl, log, address } = parts;
  const control = createControl(
    {
      relays: parts.relays,
      clock,
      random: (length) => randomBytes(length),
      verify: verifyEd25519,
      tokens: { audience: key.audience, key: key.publicKey },
      log: (line) => log.info(line),
    },
    {
      socketsPerAddressPerMinute: budgets.sockets,
      ...(parts.spreadAfter !== undefined && { spreadAfter: parts.spreadAfter }),
      ...(parts.fence && { fence: parts.fence }),
      ...(parts.place && { place: parts.place }),
    },
  );
  const acceptor = acceptWebSockets({
    control,
    clock,
    log: (line) => log.info(line),
    originAllowed: (request) => sameOrigin(request.headers.origin, request.headers.host, publicUrl),
    addressOf: address,
  });
  const voice = voicePlane(control, key, clock);
  return {
    control,
    voice,
    routes(app) {
      const cookie = new GuestCookie(key.pseudonymSecret, publicUrl?.protocol === 'https:');
      const guests = parts.guests();
      roomsApi(app, { cards: voice, key, clock, cookie, budgets, address, ...(guests ? { guests } : {}) });
    },
    sockets: { '/signal': acceptor.upgrade },
    ailing: () => (parts.relays.relays.some((relay) => relay.isUp) ? undefined : 'noRelay'),
    stop() {
      control.stop();
      acceptor.stop();
    },
  };
}
