import { type Leaf, limits } from '@stoa/protocol';
import { end, promote } from './moderation.ts';
import { leaveStage, withdrawInvite } from './stage.ts';
import { isSteward, type Person, type Turn } from './state.ts';

/** How long a named moderator may take to begin its generation of keys. */
export const generationStartMs = 10_000;

/** A room has a moderator, or is about to get one, or is about to end (R80-R84). */
export function keepModerated(turn: Turn): void {
  const { state, now, effects } = turn;
  if (state.ended) return;
  if (state.people.size === 0) {
    end(turn);
    return;
  }
  // An invitation taken up at the last moment keeps the room.
  if (state.stage.size > 0) state.endsAt = undefined;
  giveUpStarting(turn);
  let successor: Person | undefined;
  for (const person of state.stage.values()) {
    if (isSteward(state, person)) return;
    if (!person.away && (!successor || rank(turn, person) > rank(turn, successor))) successor = person;
  }
  if (successor) {
    forgetUnsigned(turn, successor);
    if (successor.role !== 'moderator') promote(turn, successor);
    const { leaf } = successor;
    state.starting = leaf;
    state.startingSince = now;
    effects.push({ type: 'event', event: { was: 'moderatorNamed', leaf } });
    effects.push({ type: 'tell', leaf, what: 'startGeneration' });
    return;
  }
  if (state.stage.size > 0) return;
  if (state.endsAt === undefined) {
    state.endsAt = now + limits.endGraceMs;
    effects.push({ type: 'event', event: { was: 'roomEnding', inMs: limits.endGraceMs } });
  } else if (state.endsAt <= now) {
    end(turn);
  }
}

/**
 * Whoever is not on the newest signed stage can sign nothing that others believe, and control cannot see who is: a named
 * moderator whose keys do not come makes room for the next (R84).
 */
function giveUpStarting(turn: Turn): void {
  const { state, now, effects } = turn;
  const { starting, startingSince } = state;
  if (starting === undefined || startingSince + generationStartMs > now) return;
  state.starting = undefined;
  const person = state.people.get(starting);
  if (person?.role !== 'moderator') return;
  leaveStage(turn, person);
  effects.push({ type: 'fact', kind: 'offStage', leaf: starting });
}

const rank = (turn: Turn, person: Person): number =>
  (isSigned(turn, person) ? 2 : 0) + (person.role === 'moderator' ? 1 : 0);

const isSigned = ({ state }: Turn, person: Person): boolean => person.stagedAt <= state.signedUntil;

/**
 * What moderators who are gone had promised and did not sign any more, nobody else can sign: whoever they invited is in
 * the audience again, and asks the new one (R85).
 */
function forgetUnsigned(turn: Turn, successor: Person): void {
  const { state, effects } = turn;
  for (const person of state.people.values()) withdrawInvite(turn, person);
  for (const person of [...state.stage.values()]) {
    if (person === successor || isSigned(turn, person)) continue;
    leaveStage(turn, person);
    effects.push({ type: 'fact', kind: 'offStage', leaf: person.leaf });
  }
}

/** The named moderator's own shows it as one; another's does not. */
export function generationStarted({ state }: Turn, by: Leaf): void {
  if (state.starting !== by) return;
  const named = state.people.get(by);
  if (named) named.promotedAt = Number.NEGATIVE_INFINITY;
  state.starting = undefined;
}
