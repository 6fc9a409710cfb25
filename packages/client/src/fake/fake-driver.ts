import type { KeyAlarm } from '@stoa/e2ee';
import type { Leaf, Role } from '@stoa/protocol';
import type { Voice } from '../room/voices.ts';
import type { CloseReason, Mismatch, RoomSignal, RoomView } from '../room-view.ts';
import { type ChatDriver, chatDriver } from './fake-chat.ts';
import type { Asked, FakePlay, Obstacle } from './fake-play.ts';

/** Makes things happen to a fake room; every call changes the view before it returns. */
export type FakeDriver = ChatDriver & {
  /** What the app asked for, in order. */
  readonly commands: readonly Asked[];
  waiting(reason: 'steward' | 'knock'): void;
  admit(role?: Role): void;
  /** `listed: false` puts the person on a page of the audience that was not looked up yet. */
  joins(name: string, role?: Role, listed?: boolean): Leaf;
  leaves(leaf: Leaf): void;
  raisesHand(leaf: Leaf): void;
  lowersHand(leaf: Leaf): void;
  comesOnStage(leaf: Leaf, role?: 'speaker' | 'moderator'): void;
  leavesStage(leaf: Leaf): void;
  /** Loudness step 0..3; 0 stops the ring. */
  speaks(leaf: Leaf, level: number): void;
  verifies(leaf: Leaf, verified: Voice['verified']): void;
  mutes(leaf: Leaf, muted: boolean): void;
  /** Somebody's device proved whose account it is: 16 bytes of the account, 32 of the device's key. */
  provesAccount(leaf: Leaf, account: { readonly id: Uint8Array; readonly device: Uint8Array }): void;
  goesAway(leaf: Leaf, away: boolean): void;
  inviteMe(): void;
  withdrawInvite(): void;
  moveMeToAudience(): void;
  muteMe(): void;
  makeMeModerator(): void;
  knocks(name: string): number;
  /** The next tap finds the sound blocked (or free) again. */
  sound(state: RoomView['sound']): void;
  /** What the browser says when the microphone is asked for; `granted` unless told otherwise. */
  microphoneWillBe(answer: 'granted' | 'denied' | 'missing' | 'busy'): void;
  /** The next command is refused. */
  refuseNext(why: Obstacle): void;
  freeze(frozen: boolean): void;
  canHear(count: number): void;
  mismatch(found: Mismatch | undefined): void;
  alarm(alarm: KeyAlarm): void;
  /** Nobody is left on stage: the room ends then. */
  ending(endsAt: number | undefined): void;
  /** `full`: the server has no room just now. */
  reconnecting(attempt: number, nextTryAt: number, full?: true): void;
  media(state: 'connecting' | 'connected' | 'reconnecting'): void;
  close(why: CloseReason, retryInMs?: number): void;
  signal(signal: RoomSignal): void;
};

/** `admit`: lets this device in. */
export function fakeDriver(play: FakePlay, admit: (role?: Role) => void): FakeDriver {
  const { world } = play;
  const change = (act: () => void, own = false) => play.change(act, { declined: false, steppedDown: own });
  const emit = (signal: RoomSignal) => play.emit(signal);
  return {
    commands: play.commands,
    waiting: (reason) =>
      change(() => {
        world.phase = { is: 'waiting', for: reason };
      }),
    admit: (role) => change(() => admit(role)),
    joins(name, role = 'listener', listed = true) {
      let at!: Leaf;
      change(() => {
        at = world.enter(name, role, listed);
      });
      return at;
    },
    leaves: (at) => change(() => world.leave(at)),
    raisesHand: (at) =>
      change(() => {
        world.person(at);
        world.hands.push(at);
      }),
    lowersHand: (at) => change(() => world.lowerHand(at)),
    comesOnStage: (at, role = 'speaker') => change(() => world.setRole(at, role)),
    leavesStage: (at) => change(() => world.setRole(at, 'listener')),
    speaks: (at, level) =>
      change(() => {
        const verified = world.voices.get(at)?.verified ?? 'pending';
        world.voices.set(at, { speaking: level > 0, level, verified });
      }),
    verifies: (at, verified) =>
      change(() => {
        const { speaking, level } = world.voices.get(at) ?? { speaking: false, level: 0 };
        world.voices.set(at, { speaking, level, verified });
      }),
    mutes: (at, muted) =>
      change(() => {
        world.person(at).muted = muted;
      }),
    provesAccount: (at, account) =>
      change(() => {
        world.person(at).account = account;
      }),
    goesAway: (at, away) =>
      change(() => {
        world.person(at).away = away;
      }),
    inviteMe: () =>
      change(() => {
        world.invited = true;
      }),
    withdrawInvite: () =>
      change(() => {
        world.invited = false;
      }),
    moveMeToAudience: () => change(() => world.me !== undefined && world.setRole(world.me, 'listener')),
    muteMe() {
      change(() => {
        if (world.mine) world.mine.muted = true;
      });
      emit({ type: 'mutedByModerator' });
    },
    makeMeModerator: () => change(() => world.me !== undefined && world.setRole(world.me, 'moderator')),
    knocks(name) {
      let request = 0;
      change(() => {
        request = world.knock(name);
      });
      return request;
    },
    sound: (state) =>
      change(() => {
        world.sound = state;
      }),
    microphoneWillBe: (state) => {
      play.microphoneAnswer = state;
    },
    refuseNext: (why) => {
      play.obstacle = why;
    },
    freeze: (frozen) =>
      change(() => {
        world.frozen = frozen;
      }),
    canHear: (count) =>
      change(() => {
        world.canHear = count;
      }),
    mismatch: (found) =>
      change(() => {
        world.mismatch = found;
      }),
    alarm: (alarm) => change(() => void world.alarms.push(alarm)),
    ending: (endsAt) =>
      change(() => {
        world.endsAt = endsAt;
      }),
    reconnecting: (attempt, nextTryAt, full) =>
      change(() => {
        world.phase = { is: 'reconnecting', attempt, nextTryAt, ...(full && { full }) };
      }),
    media: (state) =>
      change(() => {
        world.phase = { is: 'live', media: state };
      }),
    close: (why, retryInMs) =>
      change(() => {
        world.phase = { is: 'closed', why, ...(retryInMs !== undefined && { retryInMs }) };
        world.microphone = 'off';
      }),
    signal: emit,
    ...chatDriver({ world, change, emit }),
  };
}
