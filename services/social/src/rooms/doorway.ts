import type { Bond, Doorway } from '@stoa/core/entry';
import { idFromText, includesId } from '@stoa/core/hallway';
import type { AccountId } from '@stoa/protocol/social';
import type { VoicePlane } from '../ports.ts';
import { type LiveRoom, peopleIn, stageOf } from './live-room.ts';
import type { LiveRooms } from './live-rooms.ts';
import type { TiesKept } from './ties-kept.ts';

/** What a room is to whoever comes to it. */
export const doorwayOf = (room: LiveRoom): Doorway => ({
  kind: room.words.kind,
  ended: room.state !== 'live',
  guests: room.words.guests,
  byLink: room.words.byLink,
  people: peopleIn(room),
  capacity: room.words.capacity,
});

/** Whoever knows the handle of a room that no list shows has it from a link. */
const holdsLink = true;

export const guestBond: Bond = {
  account: false,
  banned: false,
  putOut: false,
  blocked: false,
  invited: false,
  followed: false,
  member: false,
  here: false,
  holdsLink,
};

export type BondParts = {
  readonly rooms: LiveRooms;
  readonly ties: TiesKept;
  readonly voice: VoicePlane;
  readonly pseudonym: (account: AccountId, room: LiveRoom['handle']) => Parameters<VoicePlane['card']>[1];
};

/** What binds an account to a room just now. */
export async function bondOf(room: LiveRoom, account: AccountId, parts: BondParts): Promise<Bond> {
  const key = account.reveal();
  const id = idFromText(key);
  const own = await parts.ties.of(account);
  const stage = stageOf(room).filter((seat) => seat.account.reveal() !== key);
  // Only social rooms ask whom the stage follows; for others the lists need not be read.
  const follows = room.words.kind === 'social' || room.words.hands === 'followed';
  const reach = follows
    ? await Promise.all(stage.map(async (seat) => await parts.ties.of(seat.account)))
    : [];
  const { club } = room.words;
  const barred = (await parts.voice.card(room.handle, parts.pseudonym(account, room.handle))) === undefined;
  return {
    account: true,
    banned: parts.rooms.isBanned(account),
    putOut: room.barred.has(key) || (room.state === 'live' && barred),
    blocked: stage.some((seat) => includesId(own.blocked, idFromText(seat.account.reveal()))),
    invited: room.invited.has(key),
    followed: reach.some((ties) => includesId(ties.follows, id)),
    member: club !== undefined && includesId(own.clubs, idFromText(club.club.reveal())),
    here: room.seats.has(key),
    holdsLink,
  };
}
