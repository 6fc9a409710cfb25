import { snapshot } from '@stoa/core/room';
import { type ClientMessageOf, resumeProofBytes } from '@stoa/protocol';
import type { Connection } from '../connection/connection.ts';
import type { LiveRoom } from './live-room.ts';
import { memberHandler } from './member-handler.ts';
import { sayMediaLost } from './member-line.ts';
import type { Member } from './people.ts';

/** A new socket for somebody who is still here. False when it proves nothing. */
export async function comeBack(
  room: LiveRoom,
  connection: Connection,
  message: ClientMessageOf<'resume'>,
): Promise<boolean> {
  const key = room.members.get(message.leaf)?.key ?? room.endedSeats.get(message.leaf)?.key;
  const proven = resumeProofBytes(connection.nonce, message.leaf);
  if (!key || !(await room.ports.verify(key, message.proof, proven))) return false;
  const member = room.members.get(message.leaf);
  if (!member) {
    connection.close(room.endedSeats.get(message.leaf)?.code ?? 'resumeRefused');
    return true;
  }
  if (!connection.isOpen) return true;
  member.mail.acknowledge(message.mail);
  if (!member.mail.open) {
    connection.close('resumeRefused');
    return true;
  }
  const older = member.connection;
  member.connection = connection;
  connection.handOver(memberHandler(room, member, connection), room.keeper);
  older?.abandon();
  const steward = room.members.isModerator(member.leaf);
  connection.setSteward(steward);
  replay(room, member, connection, message, steward);
  room.run({ type: 'socketBack', leaf: member.leaf });
  return true;
}

/** What happened since it was last here. */
function replay(
  room: LiveRoom,
  member: Member,
  connection: Connection,
  message: ClientMessageOf<'resume'>,
  steward: boolean,
): void {
  const missed = room.events.after(message.seen);
  if (missed) {
    connection.send({ t: 'resumed', n: message.seen });
    for (const text of missed) connection.sendText(text);
  } else {
    connection.send({ t: 'resumed', n: room.events.last, room: snapshot(room.state, room.clock.now()) });
  }
  for (const word of room.chat.standing(member, room.state, false)) connection.send(word);
  const head = () => {
    if (message.headSeq === room.heads.head.seq) return;
    for (const missed of room.heads.missed(message.headSeq, member.leaf)) connection.send(missed);
    connection.send(room.heads.catchUp(member.leaf, steward, room.stageEntries()));
  };
  if (steward) {
    const since = member.stewardSince;
    room.desk.catchUp(member, message.headSeq, head);
    if (member.stewardSince !== since) room.changed(member.leaf);
  } else head();
  for (const kept of member.mail.open ?? []) connection.send(kept);
  if (!member.line.hasTransport) sayMediaLost(room, member, 'failed');
  else if (member.line.movedTo !== undefined) connection.send({ t: 'moved', next: member.line.movedTo });
}
