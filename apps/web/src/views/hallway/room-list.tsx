import type { RoomCard } from '@stoa/protocol/social';
import { useRouter } from '@tanstack/react-router';
import { memberEntry } from '../../api/member-entry.ts';
import { useMe } from '../../state/use-me.ts';
import { useRoomPaths } from '../../state/use-room-paths.ts';
import { useApp } from '../../state/use-store.ts';
import { RoomCardView } from './room-card.tsx';

/** Live rooms; a tap listens. The tap also unlocks the sound, so the room is entered in it. */
export function RoomList({ rooms }: { rooms: readonly RoomCard[] }) {
  const app = useApp();
  const { visit } = app;
  const me = useMe();
  const router = useRouter();
  const pathOf = useRoomPaths(rooms);
  const listen = (card: RoomCard) => {
    const path = pathOf(card);
    if (!path) return;
    const now = visit.get();
    if (now.is !== 'in' || now.path !== path) visit.join(path, me.name, memberEntry(app, me.id));
    router.history.push(path);
  };
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {rooms.map((card) => (
        <li key={card.room.reveal()}>
          <RoomCardView card={card} onListen={pathOf(card) ? () => listen(card) : undefined} />
        </li>
      ))}
    </ul>
  );
}
