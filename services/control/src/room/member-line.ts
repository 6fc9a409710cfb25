import type { RoomInput, RoomState } from '@stoa/core/room';
import type { Leaf } from '@stoa/protocol';
import type { EraMedia } from '../media/era-media.ts';
import type { LineEvents } from '../media/media-line.ts';
import type { ControlPorts } from '../ports.ts';
import type { Member } from './people.ts';
import { mediaRetryMs } from './retry.ts';

type LineRoom = {
  readonly state: RoomState;
  readonly media: EraMedia;
  readonly members: ReadonlyMap<Leaf, Member>;
  readonly ports: Pick<ControlPorts, 'random'>;
  run(input: RoomInput): void;
};

/** What happens to a member's media transport, told to the room and to the member. */
export function lineEvents(room: LineRoom, member: Member): LineEvents {
  const consuming = (on: boolean) => room.run({ type: 'consuming', leaf: member.leaf, on });
  return {
    answered: (answer) => member.connection?.send({ t: 'answer', answer }),
    connected: () => consuming(true),
    lost: (why) => {
      if (why === 'flooding') {
        room.run({ type: 'expelled', leaf: member.leaf, code: 'tooFast' });
        return;
      }
      consuming(false);
      sayMediaLost(room, member, why);
    },
    refused: (why) => {
      if (why === 'relayFull' || why === 'relayFailed') {
        sayMediaLost(room, member, 'relayLost');
        return;
      }
      room.run({ type: 'expelled', leaf: member.leaf, code: 'offerRefused' });
    },
  };
}

export function sayMediaLost(room: LineRoom, member: Member, why: 'failed' | 'relayLost'): void {
  const retryInMs = mediaRetryMs({
    onStage: room.state.stage.has(member.leaf),
    relayLost: why === 'relayLost',
    relayUp: room.media.relay() !== undefined,
    people: room.members.size,
    chance: room.ports.random(1)[0]! / 256,
  });
  member.connection?.send({ t: 'mediaLost', retryInMs });
}

export const noEvents: LineEvents = { answered() {}, refused() {}, connected() {}, lost() {} };
