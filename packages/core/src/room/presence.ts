import type { CloseCode, Leaf, Subject } from '@stoa/protocol';
import { limits } from '@stoa/protocol';
import { silencesMoved } from './chat.ts';
import { countsMoved } from './coalesce.ts';
import { lowerHand } from './hands.ts';
import { endProbation } from './probation.ts';
import { addPerson, isBarred, isFull, onStage, type Person, seatFor, type Turn } from './state.ts';

export function admit(turn: Turn, leaf: Leaf, who: Subject): void {
  const { state, effects } = turn;
  if (state.people.has(leaf)) return;
  const code = isBarred(state, who) ? 'removed' : isFull(state) ? 'roomFull' : undefined;
  if (code) {
    // The log says "admitted" already: the stewards have to revoke the keys they gave.
    effects.push({ type: 'close', leaf, code }, { type: 'fact', kind: 'left', leaf });
    return;
  }
  const older = state.leafOf.get(who.reveal());
  if (older !== undefined) depart(turn, older, 'replaced');
  const person = addPerson(state, leaf, who, 'listener');
  effects.push({ type: 'seat', leaf, seat: seatFor(person) });
  silencesMoved(turn, person);
  countsMoved(turn);
}

export function loseSocket(turn: Turn, person: Person): void {
  const { state, now } = turn;
  if (person.away) return;
  person.away = true;
  state.awaySince.set(person.leaf, now);
  tellAway(turn, person);
}

export function regainSocket(turn: Turn, person: Person): void {
  const { state, effects } = turn;
  const { leaf } = person;
  if (person.away) {
    person.away = false;
    state.awaySince.delete(leaf);
    state.passedOver.delete(leaf);
    tellAway(turn, person);
  }
  if (person.invited) effects.push({ type: 'tell', leaf, what: 'invited' });
  if (state.starting === leaf) {
    state.startingSince = turn.now;
    effects.push({ type: 'tell', leaf, what: 'startGeneration' });
  }
}

export function setConsuming(turn: Turn, person: Person, on: boolean): void {
  if (person.consuming === on) return;
  person.consuming = on;
  turn.state.consumers += on ? 1 : -1;
  countsMoved(turn);
}

/** Of a removal the stewards hear by its order first; any other going away is a fact that control tells them. */
export function depart(turn: Turn, leaf: Leaf, code: CloseCode): void {
  const { state, effects } = turn;
  const person = state.people.get(leaf);
  if (!person) return;
  effects.push({ type: 'close', leaf, code });
  lowerHand(turn, leaf);
  setConsuming(turn, person, false);
  state.people.delete(leaf);
  state.stage.delete(leaf);
  state.awaySince.delete(leaf);
  state.passedOver.delete(leaf);
  if (state.starting === leaf) state.starting = undefined;
  const key = person.subject.reveal();
  if (state.leafOf.get(key) === leaf) state.leafOf.delete(key);
  if (onStage(person)) effects.push({ type: 'event', event: { was: 'stageLeft', leaf } });
  endProbation(turn, leaf);
  silencesMoved(turn, person);
  if (code !== 'removed') effects.push({ type: 'fact', kind: 'left', leaf });
  countsMoved(turn);
}

/** No moderator ordered it, so the stewards hear of it as a fact. */
export function shutOut(turn: Turn, who: Subject): void {
  const { state, effects } = turn;
  state.barred.add(who.reveal());
  const leaf = state.leafOf.get(who.reveal());
  if (leaf === undefined) return;
  depart(turn, leaf, 'removed');
  effects.push({ type: 'fact', kind: 'left', leaf });
}

export function dropThoseAwayTooLong(turn: Turn): void {
  const { state, now } = turn;
  for (const [leaf, since] of state.awaySince) {
    if (since + limits.awayMs > now) return;
    depart(turn, leaf, 'left');
  }
}

function tellAway({ effects }: Turn, person: Person): void {
  if (!onStage(person)) return;
  const { leaf, away } = person;
  effects.push({ type: 'event', event: { was: 'awayChanged', leaf, away } });
}
