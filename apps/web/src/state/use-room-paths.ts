import type { RoomCard } from '@stoa/protocol/social';
import { useQueries } from '@tanstack/react-query';
import { openSealedLink } from '../device/room-links.ts';
import { linkOf } from './room-link.ts';
import { useMe } from './use-me.ts';
import { useApp } from './use-store.ts';

/**
 * Where a tap on a card leads. Links of closed rooms that were sealed for this device are opened beforehand, as the tap itself
 * must go straight on: it unlocks the sound.
 */
export function useRoomPaths(cards: readonly RoomCard[]): (card: RoomCard) => string | undefined {
  const { call, devices } = useApp();
  const me = useMe();
  const closed = cards.filter(({ links }) => links !== undefined && links.length > 0);
  const opened = useQueries({
    queries: closed.map(({ room, links = [] }) => ({
      queryKey: ['sealed-link', room.reveal(), links.length],
      queryFn: async () => {
        const found = await openSealedLink({ call, devices }, me.id, room, links).catch(() => undefined);
        return found?.path ?? null;
      },
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return (card) => linkOf(card) ?? opened[closed.indexOf(card)]?.data ?? undefined;
}
