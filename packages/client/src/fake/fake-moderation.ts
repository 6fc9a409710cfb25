import type { Room } from '../room-view.ts';
import { done, type FakePlay, refuse } from './fake-play.ts';

type Moderation = Pick<
  Room,
  | 'invite'
  | 'dismissHand'
  | 'moveToAudience'
  | 'mute'
  | 'makeModerator'
  | 'remove'
  | 'freezeStage'
  | 'answerKnock'
  | 'endRoom'
  | 'setProbation'
  | 'keepOnStage'
>;

/** What moderators do. */
export function fakeModeration(play: FakePlay): Moderation {
  const { world } = play;
  const change: FakePlay['change'] = (act, own) => play.change(act, own);
  const ask: FakePlay['ask'] = (command, act, own) => play.ask(command, act, own);
  const moderate: FakePlay['moderate'] = (command, act) => play.moderate(command, act);
  return {
    invite: (leaf) =>
      moderate({ do: 'invite', leaf }, () => {
        if (world.person(leaf).role !== 'listener') return refuse('alreadyOnStage');
        if (world.frozen) return refuse('stageFrozen');
        // A raised hand is a yes given in advance; anybody else has to accept, which the driver does for them.
        if (!world.hands.includes(leaf)) return done;
        world.setRole(leaf, 'speaker');
        const { probationSeconds } = world;
        if (probationSeconds > 0) world.setProbationEnd(leaf, world.now() + probationSeconds * 1_000);
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
    setProbation: (seconds) =>
      ask({ do: 'setProbation', seconds }, () => {
        if (world.mine?.role !== 'moderator') return refuse('notAllowed');
        world.probationSeconds = seconds;
        return done;
      }),
    keepOnStage: (leaf) =>
      moderate({ do: 'keepOnStage', leaf }, () => {
        if (world.person(leaf).role === 'listener') return refuse('notOnStage');
        world.setProbationEnd(leaf, undefined);
        return done;
      }),
    async answerKnock(request, letIn) {
      play.commands.push({ do: 'answerKnock', letIn });
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
  };
}
