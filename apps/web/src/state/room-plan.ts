import { limits, type Policy } from '@stoa/protocol';
import {
  type ClubId,
  events,
  type HandsPolicy,
  type Language,
  type RoomKind,
  rooms,
  type Topic,
} from '@stoa/protocol/social';
import type { Call } from '../api/call.ts';
import type { RoomPlan } from '../api/member-tokens.ts';
import type { FenceWish } from './fence-wish.ts';
import { mayHaveGuests } from './room-rules.ts';

/** What a person chose for a room that is to be opened. */
export type RoomWish = {
  readonly title: string;
  readonly kind: RoomKind;
  readonly club: ClubId | undefined;
  readonly topics: readonly Topic[];
  readonly languages: readonly Language[];
  readonly guests: boolean;
  readonly hands: HandsPolicy;
  readonly strict: boolean;
  readonly fence: FenceWish;
};

/** A closed room's title goes to its members only, sealed: the server is not told. */
export function planOf(wish: RoomWish): RoomPlan {
  const { kind, title, club, topics, languages, guests, hands } = wish;
  return {
    kind,
    ...(kind !== 'closed' && { title }),
    ...(kind === 'closed' && { byLink: true }),
    ...(kind === 'club' && club && { club }),
    topics: [...topics],
    languages: [...languages],
    capacity: limits.participants,
    guests: guests && mayHaveGuests(kind),
    hands,
  };
}

/** What the door of the room itself asks for. */
export const policyOf = (kind: RoomKind): Policy => (kind === 'closed' ? 'link' : 'open');

const linkShape = /\/r\/([\w-]{22})#([\w-]{22})/;

/** Makes an opened room known by its link, so that others find it. Closed rooms stay unknown. */
export async function announce(call: Call, kind: RoomKind, path: string): Promise<void> {
  const [, room, keyHash] = linkShape.exec(path) ?? [];
  if (kind === 'closed' || !room || !keyHash) return;
  const schema = rooms.announce.body;
  await call(rooms.announce, schema.parse({ room, keyHash }));
}

/** Says that this live room is the event's, so that those who wanted to come are told. */
export async function startsEvent(call: Call, event: string, path: string): Promise<void> {
  const [, room] = linkShape.exec(path) ?? [];
  const body = events.start.body.safeParse({ event, room });
  if (body.success) await call(events.start, body.data);
}
