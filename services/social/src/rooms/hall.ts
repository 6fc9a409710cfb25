import { mayJoin } from '@stoa/core/entry';
import type { RoomHandle, Subject } from '@stoa/protocol';
import type { AccountId } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { SocialPorts } from '../ports.ts';
import { doorwayOf, guestBond } from './doorway.ts';
import { Faces } from './faces.ts';
import { HandsList } from './hands-list.ts';
import { LiveRooms } from './live-rooms.ts';
import { keepTies, type TiesKept } from './ties-kept.ts';
import { whoMayKnow } from './who-may-know.ts';

/** Live rooms and what is needed to show them to somebody: shared by rooms, hallway and those who ask about rooms. */
export type Hall = {
  readonly rooms: LiveRooms;
  readonly ties: TiesKept;
  readonly faces: Faces;
  readonly voice: SocialPorts['voice'];
  readonly clock: SocialPorts['clock'];
  pseudonym(account: AccountId, room: RoomHandle): Subject;
  /** May somebody without an account have a token for it? `notOurs`: no room of the app, so the app has no say. */
  guestMayJoin(room: RoomHandle): 'yes' | 'no' | 'full' | 'notOurs';
  /** What the account is in the room just now; undefined when it is not there, or the room is not. */
  roleIn(room: RoomHandle, account: AccountId): 'moderator' | 'speaker' | 'listener' | undefined;
};

export function createHall(
  ports: SocialPorts & { readonly news: News; pseudonym(account: AccountId, room: RoomHandle): Subject },
): Hall {
  const { db, news, voice, clock, pseudonym } = ports;
  const ties = keepTies(db, news);
  const faces = new Faces(db, news);
  const rooms = new LiveRooms({
    voice,
    clock,
    news,
    ties,
    pseudonym,
    mayKnow: (room) => whoMayKnow(room, db, ties),
  });
  new HandsList({ rooms, voice, clock, ties, pseudonym });
  return {
    rooms,
    ties,
    faces,
    voice,
    clock,
    pseudonym,
    guestMayJoin(handle) {
      const room = rooms.find(handle);
      if (!room) return 'notOurs';
      const verdict = mayJoin(doorwayOf(room), guestBond, { listening: 0 });
      if (verdict.may) return 'yes';
      return verdict.tell === 'full' ? 'full' : 'no';
    },
    roleIn: (handle, account) => rooms.find(handle)?.seats.get(account.reveal())?.role,
  };
}
