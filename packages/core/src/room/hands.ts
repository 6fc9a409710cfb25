import type { Leaf, Refusal, Subject } from '@stoa/protocol';
import { handsMoved } from './coalesce.ts';
import { onStage, type Person, type Turn } from './state.ts';
import type { HandsRule } from './words.ts';

export function raiseHand(turn: Turn, person: Person): Refusal | undefined {
  const { state } = turn;
  if (onStage(person)) return 'alreadyOnStage';
  if (state.frozen) return 'stageFrozen';
  if (!mayRaise(turn, person)) return 'notAllowed';
  if (state.hands.has(person.leaf)) return undefined;
  state.hands.add(person.leaf);
  handsMoved(turn);
  return undefined;
}

export function lowerHand(turn: Turn, leaf: Leaf): void {
  if (turn.state.hands.delete(leaf)) handsMoved(turn);
}

export function lowerAllHands(turn: Turn): void {
  if (turn.state.hands.size === 0) return;
  turn.state.hands.clear();
  handsMoved(turn);
}

const mayRaise = ({ state }: Turn, { subject }: Person): boolean =>
  state.handsRule === 'all' || (state.handsRule === 'some' && state.mayRaise.has(subject.reveal()));

export function setHandsRule(turn: Turn, rule: HandsRule): void {
  turn.state.handsRule = rule;
  lowerForbidden(turn);
}

export function setMayRaise(turn: Turn, who: Subject, may: boolean): void {
  if (may) turn.state.mayRaise.add(who.reveal());
  else turn.state.mayRaise.delete(who.reveal());
  lowerForbidden(turn);
}

function lowerForbidden(turn: Turn): void {
  for (const leaf of turn.state.hands) {
    const person = turn.state.people.get(leaf);
    if (person && !mayRaise(turn, person)) lowerHand(turn, leaf);
  }
}
