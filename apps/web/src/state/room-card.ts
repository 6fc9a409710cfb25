import type { RoomHandle } from '@stoa/protocol';
import { rooms } from '@stoa/protocol/social';

const shape = /^(?:https?:\/\/[^/]+)?\/r\/([\w-]{22})(?:#|$)/;

/** The room's name at the server, from the link that is shared. */
export function handleOf(link: string): RoomHandle | undefined {
  return rooms.show.body.safeParse({ room: shape.exec(link)?.[1] }).data?.room;
}
