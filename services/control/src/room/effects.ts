import type { RoomEffect, RoomState } from '@stoa/core/room';
import { encodeServerMessage, type Refusal, type RoomEvent } from '@stoa/protocol';
import type { Clock } from '../ports.ts';
import { type Chat, onProbation, silences } from './chat.ts';
import type { Members } from './members.ts';
import type { SeatTelling } from './seat-telling.ts';
import type { StewardDesk } from './steward-desk.ts';

/** What came with the input: a signed order or what was said, and whoever waits for an answer. */
export type Asked = {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly reply?: (refusal: Refusal | undefined) => void;
};

/** What effects are carried out on. */
export type EffectRoom = {
  readonly state: RoomState;
  readonly clock: Clock;
  readonly members: Members;
  readonly chat: Chat;
  readonly desk: StewardDesk;
  readonly seats: SeatTelling;
  /** To everybody who is in, numbered, and for those who come back as well. */
  announce(event: RoomEvent): void;
  free(code: 'roomEnded'): void;
};

/** What a step of the room leaves to do, in words to people, relays and the app. */
export function carryOut(room: EffectRoom, effect: RoomEffect, asked: Asked = {}): void {
  switch (effect.type) {
    case 'event':
      room.announce(effect.event);
      return;
    case 'said':
      if (asked.bytes) room.announce(room.chat.said(effect.leaf, asked.bytes));
      return;
    case 'reacted':
      if (asked.bytes) room.chat.reacted(asked.bytes);
      return;
    case 'silenced':
      room.members.get(effect.leaf)?.connection?.send({ t: 'silenced', silenced: effect.silenced });
      return;
    case 'silences':
      room.desk.tell(silences(room.state));
      return;
    case 'probations':
      room.members.broadcast(encodeServerMessage(onProbation(room.state, room.clock.now())));
      return;
    case 'seat':
      room.members.get(effect.leaf)?.line.seat(effect.seat);
      room.seats.seated(effect.leaf, room.state.people.get(effect.leaf));
      return;
    case 'done':
      asked.reply?.(undefined);
      return;
    case 'refused':
      asked.reply?.(effect.why);
      return;
    case 'tell':
      room.members.get(effect.leaf)?.connection?.send({ t: effect.what });
      return;
    case 'close':
      room.seats.gone(effect.leaf);
      room.members.close(effect.leaf, effect.code);
      return;
    case 'order':
      if (asked.bytes) room.desk.report({ t: 'order', bytes: asked.bytes });
      return;
    case 'fact':
      room.desk.report({ t: 'fact', kind: effect.kind, leaf: effect.leaf });
      return;
    case 'stewardMade': {
      const steward = room.members.makeSteward(effect.leaf);
      if (steward) room.desk.handOver(steward);
      return;
    }
    case 'acting':
      room.desk.tell({ t: 'acting', leaf: effect.leaf });
      room.desk.askAll();
      return;
    case 'ended':
      room.free('roomEnded');
      return;
    default:
      effect satisfies never;
  }
}
