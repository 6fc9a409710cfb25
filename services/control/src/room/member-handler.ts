import {
  type ClientMessage,
  type ClientMessageOf,
  dtlsFingerprint,
  moderatorCommands,
  offerProofBytes,
} from '@stoa/protocol';
import type { Connection, Handler } from '../connection/connection.ts';
import type { Member } from './people.ts';
import type { Room } from './room.ts';
import { stewardSays } from './steward-handler.ts';

/** What a member's messages mean. */
export function memberHandler(room: Room, member: Member, connection: Connection): Handler {
  return {
    receive: (message) => {
      if (room.members.get(member.leaf) === member) return receive(room, member, connection, message);
    },
    lost: () => {
      if (member.connection !== connection) return;
      member.connection = undefined;
      room.run({ type: 'socketLost', leaf: member.leaf });
    },
  };
}

function receive(room: Room, member: Member, connection: Connection, message: ClientMessage) {
  switch (message.t) {
    case 'command':
      return command(room, member, connection, message);
    case 'say':
      return room.chat.say(member, message, (why) =>
        connection.send(why ? { t: 'refused', id: message.id, why } : { t: 'done', id: message.id }),
      );
    case 'react':
      return room.chat.react(member, message);
    case 'offer':
      return offer(room, member, connection, message);
    case 'leave':
      return room.run({ type: 'left', leaf: member.leaf });
    case 'ping':
      member.mail.acknowledge(message.mail);
      return connection.pong();
    case 'page': {
      const isHere = room.members.has.bind(room.members);
      return connection.send(room.log.page(message.id, message.from, room.heads.head, isHere));
    }
    case 'admit':
    case 'deny':
    case 'head':
    case 'toLeaf':
      return room.whenActing(() => {
        if (room.members.isModerator(member.leaf)) return stewardSays(room, member, message);
        // One that was just moved off stage may not know it yet: no reason to close its socket.
        room.ports.log({ event: 'stewardMessageRefused', why: 'notSteward' });
      });
    case 'open':
    case 'join':
    case 'resume':
      connection.close('malformed');
      member.connection = undefined;
      return room.run({ type: 'socketLost', leaf: member.leaf });
  }
}

function command(room: Room, member: Member, connection: Connection, message: ClientMessageOf<'command'>) {
  const { id, command: wish, order } = message;
  const signed = moderatorCommands.has(wish.do);
  if (signed && !order) return connection.send({ t: 'refused', id, why: 'malformed' });
  room.run({ type: 'command', leaf: member.leaf, command: wish }, signed ? order : undefined, (why) => {
    if (!why) return connection.send({ t: 'done', id });
    room.ports.log({ event: 'commandRefused', command: wish.do, why });
    connection.send({ t: 'refused', id, why });
  });
}

async function offer(room: Room, member: Member, connection: Connection, message: ClientMessageOf<'offer'>) {
  const fingerprint = dtlsFingerprint(message.offer);
  const right =
    fingerprint !== undefined &&
    (await room.ports.verify(
      member.key,
      message.proof,
      offerProofBytes(connection.nonce, member.leaf, fingerprint),
    ));
  // It may have been removed while the proof was checked.
  if (room.members.get(member.leaf) !== member || member.connection !== connection) return;
  if (right && message.next !== undefined)
    return member.line.offerNext(message.offer, message.next, message.wish);
  if (right) return member.line.offer(message.offer, message.wish);
  room.ports.log({ event: 'doorRefused', why: fingerprint ? 'proofWrong' : 'offerWithoutFingerprint' });
  connection.close('offerRefused');
  member.connection = undefined;
  room.run({ type: 'socketLost', leaf: member.leaf });
}
