import { useCallback } from 'react';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** The hand of somebody in the audience. */
export function useHand() {
  const room = useRoom();
  const { act } = useActs();
  const position = useRoomView((view) => view.me?.handPosition);
  const frozen = useRoomView((view) => view.frozen);
  const up = position !== undefined;
  const toggle = useCallback(() => {
    void act(room.view.me?.handPosition === undefined ? room.raiseHand() : room.lowerHand());
  }, [room, act]);
  return { up, position, frozen, toggle };
}
