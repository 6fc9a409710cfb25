import { houseRules, type Leaf, moderatorCommands, type Refusal, type RoomCommand } from '@stoa/protocol';
import { setChat, silence } from './chat.ts';
import { lowerHand, raiseHand } from './hands.ts';
import { end, freezeStage, makeModerator, moveToAudience, remove } from './moderation.ts';
import { keepOnStage, setProbation } from './probation.ts';
import { acceptInvite, declineInvite, invite, leaveStage, muteByModerator, muteSelf } from './stage.ts';
import { onStage, type Person, type Turn } from './state.ts';

export function command(turn: Turn, by: Person, wish: RoomCommand): Refusal | undefined {
  const isModerators = moderatorCommands.has(wish.do) || houseRules.has(wish.do);
  if (isModerators && by.role !== 'moderator') return 'notAllowed';
  const about = (leaf: Leaf, act: (person: Person) => Refusal | undefined): Refusal | undefined => {
    const person = turn.state.people.get(leaf);
    return person ? act(person) : 'noSuchPerson';
  };
  switch (wish.do) {
    case 'raiseHand':
      return raiseHand(turn, by);
    case 'lowerHand':
      lowerHand(turn, by.leaf);
      return undefined;
    case 'acceptInvite':
      return acceptInvite(turn, by);
    case 'declineInvite':
      return declineInvite(by);
    case 'muteSelf':
      return muteSelf(turn, by, wish.muted);
    case 'leaveStage':
      if (!onStage(by)) return 'notOnStage';
      leaveStage(turn, by);
      turn.effects.push({ type: 'fact', kind: 'offStage', leaf: by.leaf });
      return undefined;
    case 'invite':
      return about(wish.leaf, (person) => invite(turn, person));
    case 'dismissHand':
      return about(wish.leaf, (person) => {
        turn.effects.push({ type: 'order' });
        lowerHand(turn, person.leaf);
        return undefined;
      });
    case 'moveToAudience':
      return about(wish.leaf, (person) => moveToAudience(turn, by, person));
    case 'mute':
      return about(wish.leaf, (person) => muteByModerator(turn, person));
    case 'makeModerator':
      return about(wish.leaf, (person) => makeModerator(turn, person));
    case 'remove':
      return about(wish.leaf, (person) => remove(turn, by, person));
    case 'freezeStage':
      freezeStage(turn, wish.frozen);
      return undefined;
    case 'endRoom':
      turn.effects.push({ type: 'order' });
      end(turn);
      return undefined;
    case 'setChat':
      setChat(turn, wish.who);
      return undefined;
    case 'silence':
      return about(wish.leaf, (person) => silence(turn, person, wish.silenced));
    case 'setProbation':
      setProbation(turn, wish.seconds);
      return undefined;
    case 'keepOnStage':
      return about(wish.leaf, (person) => keepOnStage(turn, person));
  }
}
