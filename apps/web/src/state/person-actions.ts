import type { RoomView } from '@stoa/client';

type Person = RoomView['audience']['people'][number];
type StagePerson = RoomView['stage'][number];
export type PersonAction = 'invite' | 'mute' | 'moveToAudience' | 'makeModerator' | 'remove';

/** What a person's menu offers; empty where there is nothing to offer, and then there is no menu. */
export function personActions(
  me: RoomView['me'],
  person: Person | StagePerson,
  frozen: boolean,
): readonly PersonAction[] {
  if (me?.role !== 'moderator' || person.leaf === me.leaf) return [];
  if (person.role === 'listener') return frozen ? ['remove'] : ['invite', 'remove'];
  const actions: PersonAction[] = [];
  if (!('muted' in person && person.muted)) actions.push('mute');
  actions.push('moveToAudience');
  if (person.role !== 'moderator') actions.push('makeModerator');
  actions.push('remove');
  return actions;
}

/** Cannot be taken back, so it is asked once more. */
export const needsConfirmation = (action: PersonAction): action is 'remove' | 'makeModerator' =>
  action === 'remove' || action === 'makeModerator';
