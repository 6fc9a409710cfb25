import { type RoomState, snapshot } from '@stoa/core/room';
import type { Clock } from '../ports.ts';
import type { EventLog } from './event-log.ts';
import { memberHandler } from './member-handler.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';

type WelcomingRoom = Room & {
  readonly clock: Clock;
  readonly state: RoomState;
  readonly events: EventLog;
};

/** The first words to somebody who is in, and from here on every event. `wrap`: its keys, unless it made them itself. */
export function welcome(
  room: WelcomingRoom,
  member: Member,
  wrap: Uint8Array<ArrayBuffer> | undefined,
): void {
  member.live = true;
  const { connection } = member;
  if (!connection) return;
  connection.handOver(memberHandler(room, member, connection), room.keeper);
  connection.setSteward(room.members.isModerator(member.leaf));
  connection.send({
    t: 'admitted',
    leaf: member.leaf,
    entry: room.log.entry(member.leaf)!,
    ...(wrap ? { wrap } : {}),
    head: room.heads.head,
    stageEntries: room.stageEntries(),
    n: room.events.last,
    room: snapshot(room.state, room.clock.now()),
  });
  for (const word of room.chat.standing(member, room.state, true)) connection.send(word);
}
