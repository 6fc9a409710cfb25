import { limits } from '@stoa/protocol';
import { writeFence } from '@stoa/protocol/fleet';
import { NoEvidence } from '../evidence/no-evidence.ts';
import type { Room } from '../room-view.ts';
import { fakeChat } from './fake-chat.ts';
import { fakeModeration } from './fake-moderation.ts';
import { done, type FakePlay, refuse } from './fake-play.ts';

/** What an app does with a room, done to the fake one. */
export function fakeCommands(play: FakePlay, link: string): Room {
  const { world } = play;
  const change: FakePlay['change'] = (act, own) => play.change(act, own);
  const ask: FakePlay['ask'] = (command, act, own) => play.ask(command, act, own);
  return {
    get view() {
      return play.view;
    },
    link,
    subscribe(onChange) {
      play.listeners.add(onChange);
      return () => void play.listeners.delete(onChange);
    },
    onSignal(callback) {
      play.signalListeners.add(callback);
      return () => void play.signalListeners.delete(callback);
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
      if (play.microphoneAnswer !== 'granted') {
        const state = play.microphoneAnswer;
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
      const { microphoneAnswer } = play;
      const isThere = microphoneAnswer === 'granted' || microphoneAnswer === 'busy';
      return isThere ? { ok: true } : refuse('microphoneMissing');
    },
    async showMoreAudience() {
      change(() => {
        const hidden = [...world.people.values()].filter((person) => !person.listed);
        for (const person of hidden.slice(0, limits.pageEntries)) person.listed = true;
      });
    },
    // Nothing is heard in a fake room.
    evidence: () => Promise.reject(new NoEvidence()),
    receipt: async () =>
      world.receipt ?? {
        ...{ v: 1, made: world.now(), server: 'http://localhost', directory: undefined },
        fences: { room: writeFence(world.fence.room), own: writeFence(world.fence.own) },
        ...{ lines: [], outside: 0 },
      },
    ...fakeModeration(play),
    ...fakeChat(play),
    leave: () =>
      change(() => {
        if (world.phase.is !== 'closed') world.phase = { is: 'closed', why: 'left' };
        world.microphone = 'off';
      }),
  };
}
