import type { Refusal } from '@stoa/protocol';
import { limits } from '@stoa/protocol';
import { lowerHand } from './hands.ts';
import { beginProbation, endProbation } from './probation.ts';
import { onStage, type Person, seatFor, stageMember, type Turn } from './state.ts';

/** Stewards honour an invitation for ten minutes: nobody who accepts in time may come too late for them. */
export const invitedForMs = 480_000;

export function invite(turn: Turn, person: Person): Refusal | undefined {
  const { state, effects } = turn;
  const no = closedStage(turn, person);
  if (no) return no;
  // A raised hand is a yes given in advance (R41).
  if (state.hands.has(person.leaf)) {
    effects.push({ type: 'order' });
    comeOnStage(turn, person);
    beginProbation(turn, person);
    return undefined;
  }
  effects.push({ type: 'order' });
  const isNews = !person.invited || isOver(turn, person);
  person.invitedAt = turn.now;
  if (isNews) {
    person.invited = true;
    effects.push({ type: 'tell', leaf: person.leaf, what: 'invited' });
  }
  return undefined;
}

export function acceptInvite(turn: Turn, person: Person): Refusal | undefined {
  if (onStage(person)) return 'alreadyOnStage';
  if (!person.invited) return 'notInvited';
  if (isOver(turn, person)) {
    withdrawInvite(turn, person);
    return 'notInvited';
  }
  const no = closedStage(turn, person);
  if (no) return no;
  comeOnStage(turn, person);
  return undefined;
}

const isOver = ({ now }: Turn, { invitedAt }: Person): boolean => now - invitedAt > invitedForMs;

export function declineInvite(person: Person): Refusal | undefined {
  if (!person.invited) return 'notInvited';
  person.invited = false;
  return undefined;
}

export function withdrawInvite({ effects }: Turn, person: Person): void {
  if (!person.invited) return;
  person.invited = false;
  effects.push({ type: 'tell', leaf: person.leaf, what: 'inviteWithdrawn' });
}

/** The caller has announced it to the stewards where a moderator's order did not. */
export function leaveStage(turn: Turn, person: Person): void {
  const { state, effects } = turn;
  state.stage.delete(person.leaf);
  person.role = 'listener';
  person.muted = false;
  person.heldMute = false;
  effects.push({ type: 'seat', leaf: person.leaf, seat: seatFor(person) });
  effects.push({ type: 'event', event: { was: 'stageLeft', leaf: person.leaf } });
  endProbation(turn, person.leaf);
}

/** Whose time on stage is over. Nobody ordered it, so the stewards hear of it as the fact that it is (R112). */
export function leaveWhenDue(turn: Turn): void {
  const { state, now, effects } = turn;
  for (const [leaf, endsAt] of state.probations) {
    const person = state.people.get(leaf);
    if (endsAt > now || !person) continue;
    leaveStage(turn, person);
    effects.push({ type: 'tell', leaf, what: 'probationOver' }, { type: 'fact', kind: 'offStage', leaf });
    state.headWantedSince ??= now;
  }
}

export function muteSelf(turn: Turn, person: Person, muted: boolean): Refusal | undefined {
  if (!onStage(person)) return 'notOnStage';
  if (person.muted === muted) return undefined;
  const wasHeld = person.heldMute;
  person.muted = muted;
  if (!muted) person.heldMute = false;
  const { leaf } = person;
  if (wasHeld !== person.heldMute) turn.effects.push({ type: 'seat', leaf, seat: seatFor(person) });
  turn.effects.push({ type: 'event', event: { was: 'muteChanged', leaf, muted, by: 'self' } });
  turn.effects.push({ type: 'fact', kind: muted ? 'selfMuted' : 'selfUnmuted', leaf });
  turn.state.headWantedSince ??= turn.now;
  return undefined;
}

export function muteByModerator({ effects }: Turn, person: Person): Refusal | undefined {
  if (!onStage(person)) return 'notOnStage';
  const { leaf } = person;
  effects.push({ type: 'order' });
  if (person.heldMute) return undefined;
  const wasMuted = person.muted;
  person.heldMute = true;
  person.muted = true;
  effects.push({ type: 'fact', kind: 'selfMuted', leaf }, { type: 'seat', leaf, seat: seatFor(person) });
  if (!wasMuted) {
    effects.push({ type: 'event', event: { was: 'muteChanged', leaf, muted: true, by: 'moderator' } });
  }
  return undefined;
}

function closedStage({ state }: Turn, person: Person): Refusal | undefined {
  if (onStage(person)) return 'alreadyOnStage';
  if (state.frozen) return 'stageFrozen';
  return state.stage.size >= limits.onStage ? 'stageFull' : undefined;
}

function comeOnStage(turn: Turn, person: Person): void {
  const { state, effects } = turn;
  const { leaf } = person;
  lowerHand(turn, leaf);
  person.invited = false;
  person.role = 'speaker';
  person.stagedAt = turn.now;
  person.muted = false;
  person.heldMute = false;
  state.stage.set(leaf, person);
  effects.push({ type: 'seat', leaf, seat: seatFor(person) });
  effects.push({ type: 'event', event: { was: 'stageJoined', member: stageMember(person) } });
  effects.push({ type: 'fact', kind: 'onStage', leaf });
  state.headWantedSince ??= turn.now;
}
