import type { RoomHandle } from '@stoa/protocol';
import { useTranslation } from 'react-i18next';
import type { Seats } from '../../../state/room-people.ts';
import { useRoomPeople } from '../../../state/use-room-people.ts';
import { PeopleHere } from './part-of-hall.tsx';

/** Whom the search found among all who are here, on stage or not. */
export function FoundHere({ room, text, seats }: { room: RoomHandle; text: string; seats: Seats }) {
  const { t } = useTranslation();
  const answer = useRoomPeople(room, 'all', text);
  const found = answer.data?.pages[0]?.total;
  return (
    <>
      <p role="status" className={found === 0 ? 'text-soft' : 'sr-only'}>
        {found === 0 ? t('inRoom.nobodyFound') : found !== undefined && t('people.found', { count: found })}
      </p>
      <PeopleHere answer={answer} seats={seats} roles />
    </>
  );
}
