import type { Leaf, Refusal } from '@stoa/protocol';
import { onStage, type Person, type RoomState, type Turn } from './state.ts';

/** A probation microphone: a raised hand gives the stage for a while, and a moderator may keep its person there (R110-R114). */

export function setProbation({ state, effects }: Turn, seconds: number): void {
  if (state.probationMs === seconds * 1_000) return;
  state.probationMs = seconds * 1_000;
  effects.push({ type: 'event', event: { was: 'probationChanged', seconds } });
}

export function beginProbation({ state, now, effects }: Turn, person: Person): void {
  if (state.probationMs === 0) return;
  state.probations.set(person.leaf, now + state.probationMs);
  effects.push({ type: 'probations' });
}

export function keepOnStage(turn: Turn, person: Person): Refusal | undefined {
  if (!onStage(person)) return 'notOnStage';
  endProbation(turn, person.leaf);
  return undefined;
}

/** It is over without anything following: kept, made a moderator, or off the stage. */
export function endProbation({ state, effects }: Turn, leaf: Leaf): void {
  if (state.probations.delete(leaf)) effects.push({ type: 'probations' });
}

export const nextProbationEnd = (state: RoomState): number =>
  Math.min(Infinity, ...state.probations.values());

/** Who is on probation, and for how long still, in whole milliseconds. */
export const probations = (state: RoomState, now: number): { leaf: Leaf; inMs: number }[] =>
  [...state.probations].map(([leaf, endsAt]) => ({ leaf, inMs: Math.max(0, Math.ceil(endsAt - now)) }));
