import { useMemo } from 'react';
import { type PersonAction, personActions } from '../../state/person-actions.ts';
import type { RosterPerson } from '../../state/room-people.ts';
import { useMeHere } from '../../state/use-me-here.ts';
import { useRoomView } from '../../state/use-store.ts';

/** What this device's person may do about somebody now. */
export function usePersonActions(person: RosterPerson): readonly PersonAction[] {
  const me = useMeHere();
  const frozen = useRoomView((view) => view.frozen);
  const silenced = useRoomView((view) => view.chat.silenced.includes(person.leaf));
  return useMemo(() => personActions(me, person, { frozen, silenced }), [me, person, frozen, silenced]);
}
