import { type Place, permits } from '@stoa/core/fleet';
import {
  type ClientMessage,
  type ClientMessageOf,
  cleanTitle,
  type RoomHandle,
  roomOfToken,
  type TokenClaims,
} from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import type { Connection, Handler } from '../connection/connection.ts';
import type { FleetRooms, Owned } from '../fleet/fleet-rooms.ts';
import { EraMedia } from '../media/era-media.ts';
import type { Switchboard } from '../media/switchboard.ts';
import type { DoorFault, LogLine } from '../ports.ts';
import { receiveGuest } from '../room/guests.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { chanceFrom, downRetryMs } from '../room/retry.ts';
import { comeBack } from '../room/return.ts';
import { roomFences } from '../room/room-fences.ts';
import type { Credentials } from './credentials.ts';

/** What the door has to know of the house behind it. */
export type House = {
  readonly log: (line: LogLine) => void;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  readonly credentials: Credentials;
  readonly switchboard: Switchboard;
  readonly fleet: FleetRooms | undefined;
  /** By their handles. */
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  readonly mostRooms: number;
  /** Of the whole deployment. */
  readonly fence: Fence | undefined;
  /** Where this process stands. */
  readonly here: Place;
  begin(
    claims: TokenClaims,
    connection: Connection,
    message: ClientMessageOf<'open'>,
    media: EraMedia,
    owned: Owned | undefined,
  ): void;
};

/** A word, if nobody can be let in, wherever. */
function noRoom({ switchboard, random }: House): [DoorFault, number] | undefined {
  const chance = chanceFrom(random);
  if (switchboard.usable === 0) return ['noRelay', downRetryMs(chance)];
  return switchboard.allFull ? ['relaysFull', switchboard.busyRetryMs(chance)] : undefined;
}

/** The first message on a socket says who comes and to which room. `carried`: another control has seen that the room is here. */
export function introduction(house: House, connection: Connection, carried: boolean = false): Handler {
  const { log, credentials, switchboard, fleet, rooms } = house;
  const find = (handle: RoomHandle) => rooms.get(handle.reveal());
  const refuse = (why: DoorFault, ...answer: Parameters<Connection['close']>) => {
    log({ event: 'doorRefused', why });
    connection.close(...answer);
  };

  async function open(message: ClientMessageOf<'open'>) {
    const { title, head } = message;
    if ((title && cleanTitle(title) !== title) || head.size > 1) return connection.close('malformed');
    const fences = roomFences(message.card, house.fence);
    if (!fences) return connection.close('malformed');
    const claims = await credentials.check(message, connection.nonce);
    if (!connection.isOpen) return;
    if (typeof claims === 'string') return refuse(claims, 'tokenRefused');
    if (find(claims.room)) return refuse('roomTaken', 'tokenRefused');
    if (rooms.size >= house.mostRooms) return refuse('tooManyRooms', 'busy', 5_000);
    const full = noRoom(house);
    if (full) return refuse(full[0], 'busy', full[1]);
    if (!permits(fences, house.here)) return refuse('noRelayInFence', 'noRelayInFence');
    const media = new EraMedia(switchboard, house.random(6), message.strict, fences);
    if (media.place(message.wish) === 'outsideFence') return refuse('noRelayInFence', 'noRelayInFence');
    const owned = await fleet?.open(claims.room);
    if (owned === 'taken') return refuse('roomTaken', 'tokenRefused');
    if (owned === 'unsure') return refuse('ownerUnsure', 'busy', 1_000);
    if (!connection.isOpen) {
      fleet?.over(claims.room);
      return;
    }
    house.begin(claims, connection, message, media, owned);
  }

  /** The room is here, or was another control's until now. Undefined: the socket is that one's, or closed. */
  async function bring(handle: RoomHandle | undefined): Promise<LiveRoom | 'none' | undefined> {
    if (!handle) return 'none';
    const room = find(handle);
    if (room || !fleet) return room ?? 'none';
    if (carried) {
      refuse('ownerUnsure', 'busy', 200);
      return undefined;
    }
    const { socket, text } = connection.opening;
    const found = await fleet.carry(handle, socket, { nonce: connection.nonce, text });
    if (found === 'none') return found;
    if (found === 'unsure') refuse('ownerUnsure', 'busy', 500);
    else if ('gone' in found) connection.pipe(found);
    else return found;
    return undefined;
  }

  async function join(message: ClientMessageOf<'join'>) {
    if (fleet && !(await bring(roomOfToken(message.token)))) return;
    // Before the token is looked at: a refusal must stay cheap when there are many of them.
    const full = noRoom(house);
    if (full) return refuse(full[0], 'busy', full[1]);
    const claims = await credentials.check(message, connection.nonce);
    if (!connection.isOpen) return;
    if (typeof claims === 'string') return refuse(claims, 'tokenRefused');
    const room = find(claims.room);
    if (!room) return refuse('roomUnknown', 'roomNotFound');
    receiveGuest(room, connection, claims.subject, message);
  }

  async function resume(message: ClientMessageOf<'resume'>): Promise<void> {
    const room = fleet ? await bring(message.room) : find(message.room);
    if (fleet && !room) return;
    if (!room || room === 'none' || !(await comeBack(room, connection, message)))
      refuse('resumeUnknown', 'resumeRefused');
  }

  let introduced = false;
  return {
    receive(message: ClientMessage) {
      if (message.t === 'ping') return connection.send({ t: 'pong' });
      if (introduced) return connection.close('malformed');
      introduced = true;
      if (message.t === 'open') return open(message);
      if (message.t === 'join') return join(message);
      if (message.t === 'resume') return resume(message);
      connection.close('malformed');
    },
    lost() {},
  };
}
