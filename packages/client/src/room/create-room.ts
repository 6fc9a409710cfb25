import type { Leaf } from '@stoa/protocol';
import { noFence } from '@stoa/protocol/fleet';
import { NoEvidence } from '../evidence/no-evidence.ts';
import { FenceGuard, fencedPorts, noPlaces, Places } from '../fence/index.ts';
import type { Room } from '../room-view.ts';
import { LiveRoom } from './live-room.ts';
import type { RoomPorts } from './ports.ts';
import type { Entry } from './ticket.ts';

/** A room on its way in. It starts at once; the view tells how far it is. */
export function createRoom<Track>(entry: Entry, ports: RoomPorts<Track>): Room {
  const places = ports.places ?? new Places(noPlaces(ports.clock.after));
  const guard = new FenceGuard({
    places,
    own: entry.ownFence ?? noFence,
    room: (entry.how === 'open' && entry.fence) || noFence,
    refused: (why) => room.refuse(why),
    changed: (fence) => room.fenceChanged(fence),
  });
  const room = new LiveRoom(entry, fencedPorts(ports, guard));
  const { connection, conversation, seat, store } = room;
  if (entry.how === 'open') {
    // Whoever opens a room speaks in it: ask for the microphone while the keys are being made.
    seat.voice.expectStage(true);
    void seat.voice.open();
  }
  room.start();
  const about = (
    order: 'invite' | 'dismissHand' | 'moveToAudience' | 'mute' | 'makeModerator' | 'remove' | 'keepOnStage',
  ) => {
    return (leaf: Leaf) => room.order({ do: order, leaf });
  };

  return {
    get view() {
      return store.view;
    },
    get link() {
      return room.link;
    },
    subscribe: (onChange) => store.subscribe(onChange),
    onSignal: (callback) => store.onSignal(callback),

    listen: () => ports.sound.unlock(),
    raiseHand: () => seat.raiseHand(),
    lowerHand: () => seat.lowerHand(),
    acceptInvite: () => seat.acceptInvite(),
    declineInvite: () => seat.declineInvite(),
    setMuted: (muted) => seat.mute.set(muted),
    leaveStage: () => seat.leaveStage(),
    microphones: () => ports.microphone.list(),
    chooseMicrophone: (id) => seat.voice.choose(id),
    showMoreAudience: () => room.entries.showMoreAudience(),

    invite: about('invite'),
    dismissHand: about('dismissHand'),
    moveToAudience: about('moveToAudience'),
    mute: about('mute'),
    makeModerator: about('makeModerator'),
    remove: about('remove'),
    freezeStage: (frozen) => room.order({ do: 'freezeStage', frozen }),
    answerKnock: (request, letIn) => room.roster.answerKnock(request, letIn),
    setProbation: (seconds) => room.order({ do: 'setProbation', seconds }),
    keepOnStage: about('keepOnStage'),
    setChat: (who) => room.order({ do: 'setChat', who }),
    silence: (leaf, silenced) => room.order({ do: 'silence', leaf, silenced }),
    say: (text) => conversation.say(text),
    react: (sign) => conversation.react(sign),
    pin: (url, title) => conversation.pin(url, title),
    unpin: () => conversation.unpin(),
    hide: (message) => conversation.hide(message),
    evidence: async (leaf) => {
      const made = await connection.evidence(leaf);
      if (!made) throw new NoEvidence();
      return made;
    },
    receipt: () => guard.receipt(),
    endRoom: () => room.order({ do: 'endRoom' }),
    leave: () => connection.input({ type: 'leave' }),
  };
}

/** Resolves when this device is in its new room, with the link to share; rejects with the reason when it cannot be. */
export function untilOpen(room: Room): Promise<Room> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { phase } = room.view;
      if (phase.is === 'live') done(() => resolve(room));
      if (phase.is === 'closed') done(() => reject(new RoomNotOpened(phase.why)));
    };
    const done = (settle: () => void) => {
      stop();
      settle();
    };
    const stop = room.subscribe(look);
    look();
  });
}

/** Why a room could not be started; `why` is a `CloseReason`. */
export class RoomNotOpened extends Error {
  override readonly name = 'RoomNotOpened';
  readonly why: Extract<Room['view']['phase'], { is: 'closed' }>['why'];

  constructor(why: RoomNotOpened['why']) {
    super(`the room could not be opened: ${why}`);
    this.why = why;
  }
}
