import type { KeyAlarm } from '@stoa/e2ee';
import { type Leaf, limits, type Policy, type Role, type RoomCommand } from '@stoa/protocol';
import { type OwnActs, signalsBetween } from '../room/signals.ts';
import { deriveView } from '../room/view.ts';
import type { Voice } from '../room/voices.ts';
import type { CloseReason, Mismatch, Outcome, Room, RoomSignal, RoomView } from '../room-view.ts';
import { FakeWorld } from './fake-world.ts';

export type FakeScript = {
  readonly title?: string;
  readonly policy?: Policy;
  readonly strict?: boolean;
  readonly link?: string;
  /** Who this device is. */
  readonly me?: { readonly name?: string; readonly role?: Role };
  /** Others who are there already. */
  readonly people?: readonly { readonly name: string; readonly role?: Role }[];
  /** `live` (the default): let in, media connected, sound playing. `connecting`: call `driver.admit()` later. */
  readonly start?: 'live' | 'connecting';
  /** Must the sound be unlocked by a tap first? */
  readonly sound?: 'playing' | 'blocked';
};

type Obstacle = Extract<Outcome, { ok: false }>['why'];

/** Makes things happen to a fake room; every call changes the view before it returns. */
export type FakeDriver = {
  /** What the app asked for, in order. */
  readonly commands: readonly (RoomCommand | { readonly do: 'answerKnock'; readonly letIn: boolean })[];
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
  reconnecting(attempt: number, nextTryAt: number): void;
  media(state: 'connecting' | 'connected' | 'reconnecting'): void;
  close(why: CloseReason, retryInMs?: number): void;
  signal(signal: RoomSignal): void;
};

export type FakeRoom = Room & { readonly driver: FakeDriver };

/** A room without a server, for tests of apps: same view, same outcomes, driven by hand. */
export function createFakeRoom(script: FakeScript = {}): FakeRoom {
  const world = new FakeWorld(
    script.title ?? 'A fake room',
    script.policy ?? 'open',
    script.me?.name ?? 'Me Myself',
  );
  world.strict = script.strict ?? false;
  const listeners = new Set<() => void>();
  const signalListeners = new Set<(signal: RoomSignal) => void>();
  const commands: FakeDriver['commands'][number][] = [];
  let obstacle: Obstacle | undefined;
  let answer: 'granted' | 'denied' | 'missing' | 'busy' = 'granted';

  const admit = (role: Role = script.me?.role ?? 'listener') => {
    world.me = world.enter(world.name, role);
    world.phase = { is: 'live', media: 'connected' };
    world.sound = script.sound ?? 'playing';
    world.microphone = role === 'listener' ? 'off' : 'on';
  };
  for (const person of script.people ?? []) world.enter(person.name, person.role ?? 'listener');
  if (script.start !== 'connecting') admit();
  let view = deriveView(world.facts());

  const emit = (signal: RoomSignal) => {
    for (const callback of [...signalListeners]) callback(signal);
  };
  const change = (act: () => void, own: OwnActs = { declined: false, steppedDown: false }) => {
    act();
    const before = view;
    view = deriveView(world.facts());
    for (const callback of [...listeners]) callback();
    for (const signal of signalsBetween(before, view, own)) emit(signal);
  };

  /** A command's way: asked, then refused or done. */
  const ask = async (
    command: RoomCommand,
    act: () => Outcome | undefined,
    own?: OwnActs,
  ): Promise<Outcome> => {
    commands.push(command);
    await Promise.resolve();
    if (view.phase.is !== 'live') return { ok: false, why: 'offline' };
    if (obstacle) {
      const why = obstacle;
      obstacle = undefined;
      return { ok: false, why };
    }
    let outcome: Outcome = { ok: true };
    change(() => {
      outcome = act() ?? outcome;
    }, own);
    return outcome;
  };
  const refuse = (why: Obstacle): Outcome => ({ ok: false, why });
  const moderate = (command: RoomCommand & { readonly leaf: Leaf }, act: () => Outcome | undefined) =>
    ask(command, () => {
      if (world.mine?.role !== 'moderator') return refuse('notAllowed');
      return world.people.has(command.leaf) ? act() : refuse('noSuchPerson');
    });
  const done = undefined;

  const driver: FakeDriver = {
    commands,
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
      answer = state;
    },
    refuseNext: (why) => {
      obstacle = why;
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
    reconnecting: (attempt, nextTryAt) =>
      change(() => {
        world.phase = { is: 'reconnecting', attempt, nextTryAt };
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
  };

  const room: Room = {
    get view() {
      return view;
    },
    link: script.link ?? '/r/AAAAAAAAAAAAAAAAAAAAAA#fake',
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    onSignal(callback) {
      signalListeners.add(callback);
      return () => void signalListeners.delete(callback);
    },
    async listen() {
      change(() => {
        world.sound = 'playing';
      });
    },
    raiseHand: () =>
      ask({ do: 'raiseHand' }, () => {
        if (world.mine?.role !== 'listener') return refuse('alreadyOnStage');
        if (world.frozen) return refuse('stageFrozen');
        if (world.me !== undefined && !world.hands.includes(world.me)) world.hands.push(world.me);
        return done;
      }),
    lowerHand: () =>
      ask({ do: 'lowerHand' }, () => void (world.me !== undefined && world.lowerHand(world.me))),
    async acceptInvite() {
      change(() => {
        world.microphone = 'asking';
      });
      await Promise.resolve();
      if (answer !== 'granted') {
        const state = answer;
        change(() => {
          world.microphone = state;
        });
        const why = {
          denied: 'microphoneDenied',
          missing: 'microphoneMissing',
          busy: 'microphoneBusy',
        } as const;
        return refuse(why[state]);
      }
      const outcome = await ask({ do: 'acceptInvite' }, () => {
        if (!world.invited) return refuse('notInvited');
        if (world.me !== undefined) world.setRole(world.me, 'speaker');
        return done;
      });
      if (!outcome.ok)
        change(() => {
          world.microphone = 'off';
        });
      return outcome;
    },
    declineInvite: () =>
      ask(
        { do: 'declineInvite' },
        () => {
          if (!world.invited) return refuse('notInvited');
          world.invited = false;
          return done;
        },
        { declined: true, steppedDown: false },
      ),
    setMuted: (muted) =>
      ask({ do: 'muteSelf', muted }, () => {
        if (!world.mine || world.mine.role === 'listener') return refuse('notOnStage');
        world.mine.muted = muted;
        return done;
      }),
    leaveStage: () =>
      ask(
        { do: 'leaveStage' },
        () => {
          if (world.me === undefined || world.mine?.role === 'listener') return refuse('notOnStage');
          world.setRole(world.me, 'listener');
          return done;
        },
        { declined: false, steppedDown: true },
      ),
    microphones: async () => [
      { id: 'built-in', label: 'Built-in microphone' },
      { id: 'headset', label: 'Headset' },
    ],
    async chooseMicrophone() {
      return answer === 'granted' || answer === 'busy' ? { ok: true } : refuse('microphoneMissing');
    },
    async showMoreAudience() {
      change(() => {
        const hidden = [...world.people.values()].filter((person) => !person.listed);
        for (const person of hidden.slice(0, limits.pageEntries)) person.listed = true;
      });
    },
    invite: (leaf) =>
      moderate({ do: 'invite', leaf }, () => {
        if (world.person(leaf).role !== 'listener') return refuse('alreadyOnStage');
        if (world.frozen) return refuse('stageFrozen');
        // A raised hand is a yes given in advance; anybody else has to accept, which the driver does for them.
        if (world.hands.includes(leaf)) world.setRole(leaf, 'speaker');
        return done;
      }),
    dismissHand: (leaf) =>
      moderate({ do: 'dismissHand', leaf }, () => {
        world.lowerHand(leaf);
      }),
    moveToAudience: (leaf) =>
      moderate({ do: 'moveToAudience', leaf }, () => {
        world.setRole(leaf, 'listener');
      }),
    mute: (leaf) =>
      moderate({ do: 'mute', leaf }, () => {
        world.person(leaf).muted = true;
      }),
    makeModerator: (leaf) =>
      moderate({ do: 'makeModerator', leaf }, () => {
        if (world.person(leaf).role === 'listener') return refuse('notOnStage');
        world.setRole(leaf, 'moderator');
        return done;
      }),
    remove: (leaf) =>
      moderate({ do: 'remove', leaf }, () => {
        world.leave(leaf);
      }),
    freezeStage: (frozen) =>
      ask({ do: 'freezeStage', frozen }, () => {
        if (world.mine?.role !== 'moderator') return refuse('notAllowed');
        world.frozen = frozen;
        if (frozen) world.hands.length = 0;
        return done;
      }),
    async answerKnock(request, letIn) {
      commands.push({ do: 'answerKnock', letIn });
      change(() => {
        const name = world.knocks.get(request);
        world.knocks.delete(request);
        if (name !== undefined && letIn) world.enter(name, 'listener');
      });
    },
    endRoom: () =>
      ask({ do: 'endRoom' }, () => {
        if (world.mine?.role !== 'moderator') return refuse('notAllowed');
        world.phase = { is: 'closed', why: 'roomEnded' };
        world.microphone = 'off';
        return done;
      }),
    leave: () =>
      change(() => {
        if (world.phase.is !== 'closed') world.phase = { is: 'closed', why: 'left' };
        world.microphone = 'off';
      }),
  };
  return Object.defineProperty(room, 'driver', { value: driver, enumerable: true }) as FakeRoom;
}
