import type { Leaf, Subject } from '@stoa/protocol';
import type { CorePart } from '@stoa/protocol/fleet';
import { addPerson, emptyRoom, onStage, type RoomState } from './state.ts';

/** What is decided here of what is written down of a room. */
export type RoomDecisions = Omit<CorePart, 'at' | 'came' | 'size' | 'events' | 'requests' | 'headAt'>;

const never = Number.NEGATIVE_INFINITY;

/** All that whoever takes the room over must know. `unix` turns a time of the room's clock into one that others can read. */
export function remember(state: RoomState, unix: (time: number) => number): RoomDecisions {
  const since = (time: number | undefined) => (time === undefined || time === never ? undefined : unix(time));
  const maybe = <K extends string>(key: K, time: number | undefined) => {
    const at = since(time);
    return (at === undefined ? {} : { [key]: at }) as { [key in K]?: number };
  };
  const { acting, starting } = state;
  return {
    stage: [...state.stage.values()].map(({ leaf, role, muted, heldMute, stagedAt, promotedAt }) => ({
      leaf,
      role: role === 'moderator' ? 'moderator' : 'speaker',
      muted,
      heldMute,
      ...maybe('stagedAt', stagedAt),
      ...maybe('promotedAt', promotedAt),
    })),
    hands: [...state.hands],
    handsRule: state.handsRule,
    mayRaise: [...state.mayRaise],
    barred: [...state.barred],
    silenced: [...state.silenced],
    invited: [...state.people.values()].flatMap(({ leaf, invited, invitedAt }) =>
      invited ? [{ leaf, at: unix(invitedAt) }] : [],
    ),
    frozen: state.frozen,
    chatWho: state.chatWho,
    probationMs: state.probationMs,
    probations: [...state.probations].map(([leaf, at]) => ({ leaf, at: unix(at) })),
    ...(acting !== undefined && { acting }),
    passedOver: [...state.passedOver],
    ...maybe('requestSince', state.requestSince),
    ...maybe('headWantedSince', state.headWantedSince),
    lastHeadAt: unix(state.lastHeadAt),
    ...maybe('signedUntil', state.signedUntil),
    ...(starting !== undefined && { starting }),
    startingSince: unix(state.startingSince),
    ...maybe('endsAt', state.endsAt),
  };
}

/**
 * The room as another process knew it. Everybody is away from now on and has the usual time to come back (R6); who is not
 * among `people` has left meanwhile. Nobody waits at the door. `local` turns a time that was written down into one of this clock.
 */
export function takeOver(
  known: RoomDecisions,
  people: Iterable<{ readonly leaf: Leaf; readonly subject: Subject }>,
  local: (time: number) => number,
  now: number,
): RoomState {
  const state = emptyRoom(now);
  const since = (time: number | undefined) => (time === undefined ? never : local(time));
  const maybe = (time: number | undefined) => (time === undefined ? undefined : local(time));
  for (const { leaf, subject } of people) addPerson(state, leaf, subject, 'listener').away = true;
  for (const { leaf, role, muted, heldMute, stagedAt, promotedAt } of known.stage) {
    const person = state.people.get(leaf);
    if (!person) continue;
    Object.assign(person, {
      role,
      muted,
      heldMute,
      stagedAt: since(stagedAt),
      promotedAt: since(promotedAt),
    });
    state.stage.set(leaf, person);
  }
  for (const { leaf, at } of known.invited) {
    const person = state.people.get(leaf);
    if (person && !onStage(person)) Object.assign(person, { invited: true, invitedAt: local(at) });
  }
  for (const leaf of known.hands) {
    const person = state.people.get(leaf);
    if (person && !onStage(person)) state.hands.add(leaf);
  }
  for (const leaf of state.people.keys()) state.awaySince.set(leaf, now);
  state.handsRule = known.handsRule;
  for (const who of known.mayRaise) state.mayRaise.add(who);
  for (const who of known.barred) state.barred.add(who);
  for (const who of known.silenced) state.silenced.add(who);
  state.frozen = known.frozen;
  state.chatWho = known.chatWho;
  state.probationMs = known.probationMs;
  for (const { leaf, at } of known.probations)
    if (state.stage.has(leaf)) state.probations.set(leaf, local(at));
  for (const leaf of known.passedOver) if (state.stage.has(leaf)) state.passedOver.add(leaf);
  state.headWantedSince = maybe(known.headWantedSince);
  // Whoever acted is away like everybody else: its time to sign begins when it is back.
  state.lastHeadAt = now;
  state.signedUntil = since(known.signedUntil);
  if (known.starting !== undefined && state.stage.has(known.starting)) state.starting = known.starting;
  state.startingSince = now;
  state.endsAt = maybe(known.endsAt);
  return state;
}
