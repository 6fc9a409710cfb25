import type { RoomInput, RoomState } from '@stoa/core/room';
import type { Leaf } from '@stoa/protocol';
import type { EraMedia } from '../media/era-media.ts';
import type { LineEvents } from '../media/media-line.ts';
import type { ControlPorts } from '../ports.ts';
import type { Member } from './people.ts';
import { chanceFrom, mediaRetryMs } from './retry.ts';

type LineRoom = {
  readonly state: RoomState;
  readonly media: EraMedia;
  readonly members: { readonly size: number };
  readonly ports: Pick<ControlPorts, 'random'>;
  run(input: RoomInput): void;
  /** What is written down of this person. */
  changed(leaf: Leaf): void;
};

/** What happens to a member's media transport, told to the room and to the member. */
export function lineEvents(room: LineRoom, member: Member): LineEvents {
  const consuming = (on: boolean) => room.run({ type: 'consuming', leaf: member.leaf, on });
  return {
    answered: (answer, next) => {
      room.changed(member.leaf);
      member.connection?.send({ t: 'answer', answer, ...(next !== undefined && { next }) });
    },
    connected: () => consuming(true),
    lost: (why, among) => {
      if (why === 'flooding') {
        room.run({ type: 'expelled', leaf: member.leaf, code: 'tooFast' });
        return;
      }
      room.changed(member.leaf);
      consuming(false);
      sayMediaLost(room, member, why, among);
    },
    move: (why, by) => {
      if (!member.live || !member.connection) return false;
      member.connection.send({ t: 'move', by, why });
      return true;
    },
    moved: (next) => {
      room.changed(member.leaf);
      member.connection?.send({ t: 'moved', next });
    },
    nextLost: (next) => member.connection?.send({ t: 'mediaLost', retryInMs: 0, next }),
    refused: (why) => {
      if (why === 'relayFull' || why === 'relayFailed') {
        sayMediaLost(room, member, 'relayLost');
        return;
      }
      room.run({
        type: 'expelled',
        leaf: member.leaf,
        code: why === 'outsideFence' ? 'noRelayInFence' : 'offerRefused',
      });
    },
  };
}

/** `among`: how many lost theirs at the same moment. */
export function sayMediaLost(
  room: LineRoom,
  member: Member,
  why: 'failed' | 'relayLost',
  among: number = room.members.size,
): void {
  const chance = chanceFrom(room.ports.random);
  const { switchboard } = room.media;
  const full = room.media.place() === 'full';
  const retryInMs = full
    ? switchboard.busyRetryMs(chance)
    : mediaRetryMs({
        onStage: room.state.stage.has(member.leaf),
        relayLost: why === 'relayLost',
        lost: among,
        relays: switchboard.usable,
        chance,
      });
  member.connection?.send({ t: 'mediaLost', retryInMs });
}

/** For somebody let in whose transport broke, or came up, while it waited. */
export function checkTransport(room: LineRoom, member: Member): void {
  if (!member.line.hasTransport) sayMediaLost(room, member, 'failed');
  else if (member.line.isConnected) room.run({ type: 'consuming', leaf: member.leaf, on: true });
}

export const noEvents: LineEvents = { answered() {}, refused() {}, connected() {}, lost() {} };
