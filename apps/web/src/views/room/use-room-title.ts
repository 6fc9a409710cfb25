import { useTranslation } from 'react-i18next';
import { useRoomCard } from '../../state/use-room-card.ts';
import { useRoomView } from '../../state/use-store.ts';

/** Moderators may edit the title of a room that is announced; otherwise it is the one that was sealed at its opening. */
export function useRoomTitle(): string {
  const { t } = useTranslation();
  const sealed = useRoomView((view) => view.title);
  return useRoomCard()?.title || sealed || t('room.untitled');
}
