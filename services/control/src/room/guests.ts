import { isBarred, isFull } from '@stoa/core/room';
import { type ClientMessageOf, limits, type Subject } from '@stoa/protocol';
import type { Connection, Handler } from '../connection/connection.ts';
import { MediaLine } from '../media/media-line.ts';
import type { DoorFault } from '../ports.ts';
import type { LiveRoom } from './live-room.ts';
import type { Guest } from './people.ts';
import { chanceFrom, downRetryMs } from './retry.ts';
import { giveUp } from './unanswered.ts';

/** Somebody with good credentials asks to come in: its transport is made and a steward is asked, both at once. */
export function receiveGuest(
  room: LiveRoom,
  connection: Connection,
  subject: Subject,
  message: ClientMessageOf<'join'>,
) {
  const refuse = (why: DoorFault, ...answer: Parameters<Connection['close']>) => {
    room.ports.log({ event: 'doorRefused', why });
    connection.close(...answer);
  };
  const now = room.clock.now();
  if (!room.acts) return refuse('ownerUnsure', 'busy', 1_000);
  if (isBarred(room.state, subject)) return refuse('barred', 'removed');
  const older = room.door.of(subject.reveal());
  if (older) giveUp(room, older, 'replaced');
  if (isFull(room.state) || room.log.size >= 2 ** 20) return refuse('roomFull', 'roomFull');
  if (room.door.size >= limits.waiting) return refuse('tooManyJoins', 'busy', 2_000);
  if (room.joins.take(now) !== 'ok') return refuse('tooManyJoins', 'busy', 1_000 + room.joins.waitMs(now));
  const placed = room.media.place(message.wish);
  const chance = chanceFrom(room.ports.random);
  if (placed === 'outsideFence') return refuse('noRelayInFence', 'noRelayInFence');
  if (placed === 'down') return refuse('noRelay', 'busy', downRetryMs(chance));
  if (placed === 'full') return refuse('relaysFull', 'busy', room.media.switchboard.busyRetryMs(chance));

  const knock = room.policy === 'knock';
  const guest: Guest = {
    request: room.door.nextRequest(),
    key: message.key,
    bytes: message.request,
    subject,
    connection,
    line: new MediaLine(room.media, {
      answered: (answer) => connection.send({ t: 'answer', answer }),
      refused: (why) =>
        giveUp(
          room,
          guest,
          why === 'outsideFence' ? 'noRelayInFence' : why.startsWith('offer') ? 'offerRefused' : 'busy',
        ),
      connected() {},
      // Once in, it is asked for a new offer.
      lost() {},
    }),
    asked: new Set(),
    stopWaiting: room.clock.after(knock ? limits.knockMs : limits.doorMs, () =>
      giveUp(room, guest, 'nobodyAnswered'),
    ),
  };
  room.door.add(guest);
  connection.handOver(guestHandler(room, guest), room.keeper);
  connection.send({ t: 'waiting', for: knock ? 'knock' : 'steward' });
  guest.line.offer(message.offer, message.wish);
  room.desk.askAll();
  if (!knock) room.run({ type: 'stewardAsked' });
}

function guestHandler(room: LiveRoom, guest: Guest): Handler {
  return {
    receive(message) {
      if (message.t === 'ping') guest.connection.pong();
      else if (message.t === 'leave') giveUp(room, guest, 'left');
      else giveUp(room, guest, 'malformed');
    },
    lost: () => giveUp(room, guest, 'left'),
  };
}
