import type { SignedHead } from '@stoa/core/room';
import { type ClientMessageOf, leaf } from '@stoa/protocol';
import { HeadTexts } from './head-store.ts';
import type { Guest, Member } from './people.ts';
import type { Room } from './room.ts';
import { askAnew } from './unanswered.ts';

type StewardMessage = ClientMessageOf<'admit' | 'deny' | 'head' | 'toLeaf'>;

/** What a moderator's device says for the whole room. Control orders and routes it; it cannot read it. */
export function stewardSays(room: Room, from: Member, message: StewardMessage) {
  switch (message.t) {
    case 'admit':
      return admit(room, from, message);
    case 'deny': {
      const guest = room.door.get(message.request);
      if (!guest) return;
      room.door.take(guest, true);
      room.desk.withdraw(guest, from.leaf);
      guest.line.close();
      // Made by a card of before: its client makes another one by the card of now.
      guest.connection.close(message.again ? 'nobodyAnswered' : 'notAdmitted');
      return spoke(room, from, false);
    }
    case 'head':
      return head(room, from, message);
    case 'toLeaf': {
      const target = room.members.get(message.leaf);
      if (!target) return;
      const mail = target.mail.post({ t: 'toLeaf', from: from.leaf, bytes: message.bytes });
      target.connection?.send(mail);
    }
  }
}

/** Written into the log only where it continues it; whoever asked meanwhile gets in, or is noted as gone again. */
function admit(room: Room, from: Member, message: ClientMessageOf<'admit'>): void {
  const guest = room.door.get(message.request);
  const known = guest !== undefined || room.door.wasGivenUp(message.request);
  if (!known || message.leaf !== room.log.size || !room.log.endsWith(message.prev)) {
    room.ports.log({ event: 'stewardMessageRefused', why: 'outOfOrder' });
    // It was answered while this device could not hear of it: without that word it would try for ever.
    if (!known) from.connection?.send({ t: 'requestGone', request: message.request });
    room.desk.putRight(from, message);
    return;
  }
  room.log.append(message.entry);
  room.desk.committed(message.leaf, message.entry);
  if (guest) letIn(room, from, guest, message);
  else room.desk.report({ t: 'fact', kind: 'left', leaf: message.leaf });
  spoke(room, from, false);
}

function letIn(room: Room, from: Member, guest: Guest, message: ClientMessageOf<'admit'>): void {
  room.door.take(guest, true);
  room.desk.withdraw(guest, from.leaf);
  const member = room.members.add({ ...guest, leaf: leaf(message.leaf) });
  room.run({ type: 'admitted', leaf: member.leaf, subject: guest.subject });
  if (room.members.get(member.leaf) !== member) return;
  room.welcome(member, message.wrap);
}

function head(room: Room, from: Member, message: ClientMessageOf<'head'>): void {
  const { generation } = room.heads.head;
  from.mail.acknowledge(message.mail);
  if (!room.heads.accept(message, room.log.size, from.leaf)) {
    room.ports.log({ event: 'stewardMessageRefused', why: 'outOfOrder' });
    from.connection?.send(room.heads.catchUp(from.leaf, true, room.stageEntries()));
    return;
  }
  const knownUntil = room.desk.signed(from);
  const texts = new HeadTexts(message, room.headCame());
  for (const member of room.members.values()) {
    if (member.live)
      member.connection?.sendText(texts.for(member.leaf, room.members.isModerator(member.leaf)));
  }
  if (message.head.generation > generation) {
    room.run({ type: 'generationStarted', leaf: from.leaf });
    askAnew(room);
  }
  spoke(room, from, { knownUntil });
}

function spoke(room: Room, from: Member, head: SignedHead | false): void {
  const open = room.policy !== 'knock' && room.door.size > 0;
  room.run({ type: 'stewardSpoke', leaf: from.leaf, head, open });
}
