import type { Refusal } from '@stoa/protocol';
import { silencesOfPromoted } from './chat.ts';
import { lowerAllHands } from './hands.ts';
import { depart } from './presence.ts';
import { endProbation } from './probation.ts';
import { leaveStage, withdrawInvite } from './stage.ts';
import { onStage, type Person, type Turn } from './state.ts';

export function makeModerator(turn: Turn, person: Person): Refusal | undefined {
  if (!onStage(person)) return 'notOnStage';
  turn.effects.push({ type: 'order' });
  if (person.role === 'moderator') return undefined;
  promote(turn, person);
  return undefined;
}

export function promote(turn: Turn, person: Person): void {
  const { now, effects } = turn;
  const { leaf } = person;
  person.promotedAt = now;
  person.role = 'moderator';
  effects.push({ type: 'event', event: { was: 'roleChanged', leaf, role: 'moderator' } });
  effects.push({ type: 'stewardMade', leaf });
  endProbation(turn, leaf);
  silencesOfPromoted(turn, person);
}

export function moveToAudience(turn: Turn, by: Person, person: Person): Refusal | undefined {
  if (by === person) return 'notAllowed';
  if (!onStage(person) && !person.invited) return 'notOnStage';
  turn.effects.push({ type: 'order' });
  if (onStage(person)) {
    leaveStage(turn, person);
    turn.effects.push({ type: 'fact', kind: 'offStage', leaf: person.leaf });
  } else withdrawInvite(turn, person);
  return undefined;
}

/** For the rest of the era, whatever device or token this person comes with (R52). */
export function remove(turn: Turn, by: Person, person: Person): Refusal | undefined {
  if (by === person) return 'notAllowed';
  turn.state.barred.add(person.subject.reveal());
  depart(turn, person.leaf, 'removed');
  turn.effects.push({ type: 'order' }, { type: 'fact', kind: 'left', leaf: person.leaf });
  return undefined;
}

export function freezeStage(turn: Turn, frozen: boolean): void {
  const { state, effects } = turn;
  effects.push({ type: 'order' });
  if (state.frozen === frozen) return;
  state.frozen = frozen;
  effects.push({ type: 'event', event: { was: 'stageFrozen', frozen } });
  if (!frozen) return;
  lowerAllHands(turn);
  for (const person of state.people.values()) withdrawInvite(turn, person);
}

/** Everybody out; what is left to say is said by the closing word. */
export function end({ state, effects }: Turn): void {
  for (const leaf of state.people.keys()) effects.push({ type: 'close', leaf, code: 'roomEnded' });
  state.people.clear();
  state.leafOf.clear();
  state.stage.clear();
  state.hands.clear();
  state.awaySince.clear();
  state.probations.clear();
  state.consumers = 0;
  state.ended = true;
  effects.push({ type: 'ended' });
}
