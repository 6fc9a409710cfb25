import type { Leaf, Refusal } from '@stoa/protocol';
import { handsMoved } from './coalesce.ts';
import { onStage, type Person, type Turn } from './state.ts';

export function raiseHand(turn: Turn, person: Person): Refusal | undefined {
  const { state } = turn;
  if (onStage(person)) return 'alreadyOnStage';
  if (state.frozen) return 'stageFrozen';
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
