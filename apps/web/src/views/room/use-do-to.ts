import { useCallback } from 'react';
import type { PersonAction } from '../../state/person-actions.ts';
import type { RosterPerson } from '../../state/room-people.ts';
import { useRoom } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** Sees a moderator's choice about somebody through. */
export function useDoTo() {
  const room = useRoom();
  const { act } = useActs();
  return useCallback(
    (action: PersonAction, { leaf }: RosterPerson): void => {
      if (action === 'silence' || action === 'unsilence') void act(room.silence(leaf, action === 'silence'));
      else void act(room[action](leaf));
    },
    [room, act],
  );
}
