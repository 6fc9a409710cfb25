import { type AccountId, type RoomCard, rooms } from '@stoa/protocol/social';
import { useMutation } from '@tanstack/react-query';
import { sealedLinksFor } from '../device/room-links.ts';
import { shareUrl } from './share-link.ts';
import { useMe } from './use-me.ts';
import { useApp, useRoom } from './use-store.ts';

/**
 * Asks somebody into the room. For a closed one its link goes along, sealed for each of that person's devices; `opens` is
 * false when they have none, so that the link must reach them in another way.
 */
export function useAskIn({ room: handle, kind }: Pick<RoomCard, 'room' | 'kind'>) {
  const { call, devices, mail } = useApp();
  const me = useMe();
  const room = useRoom();
  return useMutation({
    mutationFn: async (account: AccountId): Promise<{ readonly opens: boolean }> => {
      if (kind !== 'closed') {
        await call(rooms.invite, { room: handle, people: [{ account }] });
        return { opens: true };
      }
      const link = shareUrl(room.link, window.location.origin);
      const looked = mail.of(account.reveal())?.known;
      // One who had no device yet when one looked is a stranger still.
      const known = looked && looked.generation > 0 ? looked.devices : undefined;
      const links = [...(await sealedLinksFor({ call, devices }, me.id, account, link, known))];
      await call(rooms.invite, { room: handle, people: [{ account, links }] });
      return { opens: links.length > 0 };
    },
  });
}
