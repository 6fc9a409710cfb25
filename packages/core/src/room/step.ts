import type { Leaf, Subject } from '@stoa/protocol';
import { limits } from '@stoa/protocol';
import { chooseActing, replaceable, silentAt, stewardSpoke } from './acting-steward.ts';
import { react, say } from './chat.ts';
import { countsMoved, tellWhatIsDue } from './coalesce.ts';
import { command } from './commands.ts';
import { setHandsRule, setMayRaise } from './hands.ts';
import {
  admit,
  depart,
  dropThoseAwayTooLong,
  loseSocket,
  regainSocket,
  setConsuming,
  shutOut,
} from './presence.ts';
import { nextProbationEnd } from './probation.ts';
import { leaveWhenDue } from './stage.ts';
import { addPerson, emptyRoom, type Person, type RoomState, seatFor, type Turn } from './state.ts';
import { generationStarted, generationStartMs, keepModerated } from './succession.ts';
import type { RoomEffect, RoomInput } from './words.ts';

export type Step = {
  readonly state: RoomState;
  readonly effects: readonly RoomEffect[];
  /** When `tick` is due if nothing else happens before. */
  readonly wakeAt?: number;
};

/** R1: the opening device is the first moderator and the first steward. */
export function openRoom(leaf: Leaf, who: Subject, now: number): Step {
  const turn: Turn = { state: emptyRoom(now), now, effects: [] };
  const person = addPerson(turn.state, leaf, who, 'moderator');
  turn.effects.push({ type: 'seat', leaf, seat: seatFor(person) });
  countsMoved(turn);
  return settle(turn);
}

/** The one way a room changes. Inputs about people who are not here change nothing. */
export function step(state: RoomState, input: RoomInput, now: number): Step {
  const turn: Turn = { state, now, effects: [] };
  if (!state.ended) apply(turn, input);
  return settle(turn);
}

function apply(turn: Turn, input: RoomInput): void {
  const about = (leaf: Leaf, act: (person: Person) => void): void => {
    const person = turn.state.people.get(leaf);
    if (person) act(person);
  };
  switch (input.type) {
    case 'admitted':
      admit(turn, input.leaf, input.subject);
      return;
    case 'socketLost':
      about(input.leaf, (person) => loseSocket(turn, person));
      return;
    case 'socketBack':
      about(input.leaf, (person) => regainSocket(turn, person));
      return;
    case 'left':
      depart(turn, input.leaf, 'left');
      return;
    case 'expelled':
      depart(turn, input.leaf, input.code);
      return;
    case 'shutOut':
      shutOut(turn, input.subject);
      return;
    case 'handsRule':
      setHandsRule(turn, input.rule);
      return;
    case 'mayRaise':
      setMayRaise(turn, input.subject, input.may);
      return;
    case 'command':
      about(input.leaf, (person) => {
        const why = command(turn, person, input.command);
        turn.effects.push(why ? { type: 'refused', why } : { type: 'done' });
        if (turn.effects.some((effect) => effect.type === 'order')) turn.state.headWantedSince ??= turn.now;
      });
      return;
    case 'say':
      about(input.leaf, (person) => {
        const why = say(turn, person);
        turn.effects.push(why ? { type: 'refused', why } : { type: 'done' });
      });
      return;
    case 'react':
      about(input.leaf, (person) => react(turn, person));
      return;
    case 'consuming':
      about(input.leaf, (person) => setConsuming(turn, person, input.on));
      return;
    case 'stewardAsked':
      turn.state.requestSince ??= turn.now;
      return;
    case 'stewardSpoke':
      stewardSpoke(turn, input.leaf, input.head, input.open);
      return;
    case 'generationStarted':
      generationStarted(turn, input.leaf);
      return;
    case 'tick':
      return;
    default:
      input satisfies never;
  }
}

function settle(turn: Turn): Step {
  const { state, effects } = turn;
  if (!state.ended) {
    dropThoseAwayTooLong(turn);
    leaveWhenDue(turn);
    keepModerated(turn);
  }
  if (state.ended) return { state, effects };
  chooseActing(turn);
  tellWhatIsDue(turn);
  const wakeAt = nextWake(state);
  return wakeAt === undefined ? { state, effects } : { state, effects, wakeAt };
}

function nextWake(state: RoomState): number | undefined {
  const [firstAway] = state.awaySince.values();
  const at = Math.min(
    firstAway === undefined ? Infinity : firstAway + limits.awayMs,
    state.handsDueAt ?? Infinity,
    state.countsDueAt ?? Infinity,
    state.endsAt ?? Infinity,
    nextProbationEnd(state),
    state.starting === undefined ? Infinity : state.startingSince + generationStartMs,
    replaceable(state) ? silentAt(state) : Infinity,
  );
  return at === Infinity ? undefined : at;
}
