import type { Leaf } from '@stoa/protocol';
import { limits } from '@stoa/protocol';
import { isSteward, type RoomState, type Turn } from './state.ts';
import type { SignedHead } from './words.ts';

/** The lowest online leaf among moderators acts, unless it was passed over for its silence (R70-R73). */
export function chooseActing({ state, now, effects }: Turn): void {
  const online = stewardsOnline(state);
  const silent = silentAt(state);
  if (state.acting !== undefined && online.includes(state.acting) && silent <= now && online.length > 1) {
    state.passedOver.add(state.acting);
    beginWaitingAnew(state, now);
  }
  if (online.every((leaf) => state.passedOver.has(leaf))) state.passedOver.clear();
  const next = online.find((leaf) => !state.passedOver.has(leaf));
  if (next === state.acting) return;
  state.acting = next;
  beginWaitingAnew(state, now);
  if (next !== undefined) effects.push({ type: 'acting', leaf: next });
}

/** When the acting steward's silence becomes too long, as things stand. */
export function silentAt(state: RoomState): number {
  const asked = Math.min(state.requestSince ?? Infinity, state.headWantedSince ?? Infinity);
  return Math.min(asked, state.lastHeadAt + limits.heartbeatMs) + limits.stewardSilenceMs;
}

/** Is there anybody who could take over? */
export const replaceable = (state: RoomState): boolean =>
  state.acting !== undefined && stewardsOnline(state).length > 1;

export function stewardSpoke(
  { state, now }: Turn,
  leaf: Leaf,
  head: SignedHead | false,
  open: boolean,
): void {
  state.passedOver.delete(leaf);
  if (head) {
    // An order that its steward could not know of still waits.
    if ((state.headWantedSince ?? now) <= head.knownUntil) state.headWantedSince = undefined;
    state.lastHeadAt = now;
    state.signedUntil = Math.max(state.signedUntil, head.knownUntil);
  } else {
    state.requestSince = open ? now : undefined;
  }
}

function beginWaitingAnew(state: RoomState, now: number): void {
  if (state.requestSince !== undefined) state.requestSince = now;
  if (state.headWantedSince !== undefined) state.headWantedSince = now;
  state.lastHeadAt = now;
}

/** Those who can sign, while there are any: a promotion is signed by another one. */
function stewardsOnline(state: RoomState): Leaf[] {
  const online = [...state.stage.values()].filter(({ role, away }) => role === 'moderator' && !away);
  const able = online.filter((person) => isSteward(state, person));
  return (able.length > 0 ? able : online).map(({ leaf }) => leaf).sort((a, b) => a - b);
}
