import type { RoomView } from '@stoa/client';
import { useMemo } from 'react';
import { useRoomView } from './use-store.ts';

type Here = Pick<NonNullable<RoomView['me']>, 'leaf' | 'role'>;

/** Who this device's person is in the room. The view's own `me` is another object at every moment of speech. */
export function useMeHere(): Here | undefined {
  const leaf = useRoomView((view) => view.me?.leaf);
  const role = useRoomView((view) => view.me?.role);
  return useMemo(() => (leaf === undefined || role === undefined ? undefined : { leaf, role }), [leaf, role]);
}
