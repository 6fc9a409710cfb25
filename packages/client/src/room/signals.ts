import type { Person, RoomSignal, RoomView } from '../room-view.ts';

/** What this device asked for itself, so that its own acts are not reported to it as news. */
export type OwnActs = { readonly declined: boolean; readonly steppedDown: boolean };

/** What passed between two views. Silent until this device was let in: a first roster is no news. */
export function signalsBetween(before: RoomView, after: RoomView, own: OwnActs): readonly RoomSignal[] {
  if (!before.me || !after.me || before.me.leaf !== after.me.leaf) return [];
  const me = after.me.leaf;
  const out: RoomSignal[] = [];

  if (!before.me.invited && after.me.invited) out.push({ type: 'invited' });
  if (before.me.invited && !after.me.invited && after.me.role === 'listener' && !own.declined) {
    out.push({ type: 'inviteWithdrawn' });
  }
  if (before.me.role === 'listener' && after.me.role !== 'listener') out.push({ type: 'nowOnStage' });
  if (before.me.role !== 'listener' && after.me.role === 'listener' && !own.steppedDown) {
    out.push({ type: 'movedToAudience' });
  }
  if (before.me.role === 'speaker' && after.me.role === 'moderator') out.push({ type: 'nowModerator' });

  for (const person of added(before.stage, after.stage)) {
    if (person.leaf !== me) out.push({ type: 'personJoinedStage', name: person.name });
  }
  for (const person of added(after.stage, before.stage)) {
    if (person.leaf !== me) out.push({ type: 'personLeftStage', name: person.name });
  }
  // A hand is announced when its name is known, which may be one page of the roster later.
  for (const person of added(named(before.hands.people), named(after.hands.people))) {
    if (person.leaf !== me) out.push({ type: 'handRaised', name: person.name });
  }
  return out;
}

function added(before: readonly Person[], after: readonly Person[]): readonly Person[] {
  const known = new Set(before.map((person) => person.leaf));
  return after.filter((person) => !known.has(person.leaf));
}

const named = (people: readonly Person[]) => people.filter((person) => person.name !== '');
