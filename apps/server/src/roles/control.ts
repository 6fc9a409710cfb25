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
import type { ControlFleet } from '../fleet/control-fleet.ts';
import { freshId } from '../fleet/social-fleet.ts';
import { GuestCookie } from '../http/guest-cookie.ts';
import { sameOrigin } from '../http/origin.ts';
import { type RoomsApiOptions, roomsApi } from '../http/rooms-api.ts';
import type { ServerLog } from '../log.ts';
import { hasRoom, VoiceDesk } from '../voice/desk.ts';
import { farPlane } from '../voice/far-plane.ts';
import { voicePlane } from '../voice/local-plane.ts';
import type { RunningRole } from './role.ts';

export type ControlRoleParts = {
  readonly relays: RelayPool;
  readonly key: DeploymentKey;
  readonly clock: Clock;
  readonly budgets: Budgets;
  readonly spreadAfter: number | undefined;
  /** Packets in a second that one relay may handle, as relays are told. */
  readonly packetBudget?: number | undefined;
  /** Of the whole deployment. */
  readonly fence?: Fence | undefined;
  /** Where this machine stands; undefined: nobody said. */
  readonly place?: Place | undefined;
  readonly publicUrl: URL | undefined;
  readonly log: ServerLog;
  readonly address: (request: IncomingMessage) => string;
  /** Undefined: it is alone, and owns whatever is opened here. */
  readonly fleet?: Pick<ControlFleet, 'life' | 'ports' | 'bus'> | undefined;
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
      fleet: parts.fleet?.ports,
    },
    {
      socketsPerAddressPerMinute: budgets.sockets,
      ...(parts.spreadAfter !== undefined && { spreadAfter: parts.spreadAfter }),
      ...(parts.packetBudget !== undefined && { packetBudget: parts.packetBudget }),
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
  const plane = voicePlane(control, key, clock);
  const { fleet } = parts;
  const has = (room: string) => hasRoom(control, room);
  const voice = fleet
    ? farPlane({ ...fleet, clock, id: freshId, token: plane.token, own: { life: fleet.life, plane, has } })
    : plane;
  let desk: VoiceDesk | undefined;
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
    async start() {
      await control.begin();
      if (fleet) desk = new VoiceDesk(fleet.bus, control, fleet.life, clock);
    },
    async stop() {
      await control.drain();
      desk?.stop();
      acceptor.stop();
    },
  };
}
