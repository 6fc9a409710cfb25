import type { ChatWho, Leaf, Refusal } from '@stoa/protocol';
import { onStage, type Person, type RoomState, type Turn } from './state.ts';

/** Who may write and react. What is written is sealed: the room decides by person alone (R90-R95). */

export const isSilenced = (state: RoomState, { subject }: Person): boolean =>
  state.silenced.has(subject.reveal());

export function maySay(state: RoomState, person: Person): boolean {
  if (isSilenced(state, person)) return false;
  if (person.role === 'moderator' || state.chatWho === 'everybody') return true;
  return state.chatWho === 'stage' && onStage(person);
}

export function say({ state, effects }: Turn, person: Person): Refusal | undefined {
  if (!maySay(state, person)) return 'notAllowed';
  effects.push({ type: 'said', leaf: person.leaf });
  return undefined;
}

/** Nobody is told of a reaction that was not taken. */
export function react({ state, effects }: Turn, person: Person): void {
  if (!isSilenced(state, person)) effects.push({ type: 'reacted' });
}

export function setChat({ state, effects }: Turn, who: ChatWho): void {
  if (state.chatWho === who) return;
  state.chatWho = who;
  effects.push({ type: 'event', event: { was: 'chatChanged', who } });
}

/** It stays with the person, however often it comes back. */
export function silence({ state, effects }: Turn, person: Person, silenced: boolean): Refusal | undefined {
  if (silenced && person.role === 'moderator') return 'notAllowed';
  if (isSilenced(state, person) === silenced) return undefined;
  const key = person.subject.reveal();
  if (silenced) state.silenced.add(key);
  else state.silenced.delete(key);
  effects.push({ type: 'silenced', leaf: person.leaf, silenced }, { type: 'silences' });
  return undefined;
}

/** Of somebody who comes or goes: does what moderators see change? */
export function silencesMoved({ state, effects }: Turn, person: Person): void {
  if (isSilenced(state, person)) effects.push({ type: 'silences' });
}

/** Nobody silences a moderator, so it ends with the promotion; and the new one sees whom it is true of. */
export function silencesOfPromoted(turn: Turn, person: Person): void {
  silence(turn, person, false);
  if (turn.state.silenced.size > 0) turn.effects.push({ type: 'silences' });
}

export const silencedLeaves = (state: RoomState): Leaf[] =>
  [...state.silenced].flatMap((key) => state.leafOf.get(key) ?? []);
