import type { RoomInput, RoomState } from '@stoa/core/room';
import type { Leaf, RoomCommand, Subject } from '@stoa/protocol';

/** What a moderator did in a room, in a word. */
export type RoomActWord =
  | 'invited'
  | 'handDismissed'
  | 'demoted'
  | 'moderator'
  | 'removed'
  | 'muted'
  | 'frozen'
  | 'thawed'
  | 'silenced'
  | 'unsilenced'
  | 'chatChanged'
  | 'probation'
  | 'kept';

/** For the app that keeps its rooms' logs. Undefined for what concerns nobody else: one's own hand, microphone, place. */
export function actOf(command: RoomCommand): { readonly act: RoomActWord; readonly of?: Leaf } | undefined {
  switch (command.do) {
    case 'invite':
      return { act: 'invited', of: command.leaf };
    case 'dismissHand':
      return { act: 'handDismissed', of: command.leaf };
    case 'moveToAudience':
      return { act: 'demoted', of: command.leaf };
    case 'mute':
      return { act: 'muted', of: command.leaf };
    case 'makeModerator':
      return { act: 'moderator', of: command.leaf };
    case 'remove':
      return { act: 'removed', of: command.leaf };
    case 'freezeStage':
      return { act: command.frozen ? 'frozen' : 'thawed' };
    case 'silence':
      return { act: command.silenced ? 'silenced' : 'unsilenced', of: command.leaf };
    case 'setChat':
      return { act: 'chatChanged' };
    case 'setProbation':
      return { act: 'probation' };
    case 'keepOnStage':
      return { act: 'kept', of: command.leaf };
    default:
      return undefined;
  }
}

/** The same with its people as they are before it is done: afterwards one of them may be gone. */
export function actIn(
  input: RoomInput,
  { people }: RoomState,
): [act: RoomActWord, by: Subject, of: Subject | undefined] | undefined {
  const told = input.type === 'command' ? actOf(input.command) : undefined;
  if (!told || input.type !== 'command') return undefined;
  const by = people.get(input.leaf)?.subject;
  const of = told.of === undefined ? undefined : people.get(told.of)?.subject;
  return by && [told.act, by, of];
}
