import { lazy, Suspense } from 'react';
import { useRoomCard } from '../../state/use-room-card.ts';
import { useActs } from './room-acts.tsx';

const RoomLog = lazy(async () => ({ default: (await import('../safety/room-log.tsx')).RoomLog }));

/** What moderators did in this room; asked for when a moderator opens it. */
export function RoomLogPanel() {
  const { panel, show } = useActs();
  const card = useRoomCard();
  if (panel !== 'log' || !card) return null;
  return (
    <Suspense fallback={null}>
      <RoomLog room={card.room} open onOpenChange={(open) => !open && show(undefined)} />
    </Suspense>
  );
}
