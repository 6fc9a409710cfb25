import type { RoomView } from '@stoa/client';

type Person = RoomView['audience']['people'][number];
type StagePerson = RoomView['stage'][number];
export type PersonAction =
  | 'invite'
  | 'mute'
  | 'keepOnStage'
  | 'moveToAudience'
  | 'makeModerator'
  | 'silence'
  | 'unsilence'
  | 'remove';

/** What a person's menu offers a moderator; empty where there is nothing to offer. */
export function personActions(
  me: Pick<NonNullable<RoomView['me']>, 'leaf' | 'role'> | undefined,
  person: Person | StagePerson,
  { frozen, silenced }: { readonly frozen: boolean; readonly silenced: boolean },
): readonly PersonAction[] {
  if (me?.role !== 'moderator' || person.leaf === me.leaf) return [];
  const writing: PersonAction = silenced ? 'unsilence' : 'silence';
  if (person.role === 'listener') return frozen ? [writing, 'remove'] : ['invite', writing, 'remove'];
  const actions: PersonAction[] = [];
  if (!('muted' in person && person.muted)) actions.push('mute');
  if ('probationEndsAt' in person && person.probationEndsAt !== undefined) actions.push('keepOnStage');
  actions.push('moveToAudience');
  if (person.role !== 'moderator') actions.push('makeModerator', writing);
  actions.push('remove');
  return actions;
}

/** Cannot be taken back, so it is asked once more. */
export const needsConfirmation = (action: PersonAction): action is 'remove' | 'makeModerator' =>
  action === 'remove' || action === 'makeModerator';
