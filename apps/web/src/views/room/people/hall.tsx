import type { RoomHandle } from '@stoa/protocol';
import { rooms } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  guestsAmong,
  type RosterPerson,
  type Seats,
  searchFrom,
  seatsByAccount,
} from '../../../state/room-people.ts';
import { useRhythm } from '../../../state/use-rhythm.ts';
import { useRoomPeople } from '../../../state/use-room-people.ts';
import { useSettled } from '../../../state/use-settled.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { FoundHere } from './found-here.tsx';
import { PartOfHall } from './part-of-hall.tsx';
import { PersonTile, TileGrid } from './person-tile.tsx';

/** The audience of a room of people with accounts. */
export function Hall({ room }: { room: RoomHandle }) {
  const { t } = useTranslation();
  const total = useRoomView((view) => view.audience.total);
  const listed = useRoomView((view) => view.audience.people);
  const size = useRoomView((view) => view.canHear);
  const answers = useQueryClient();
  const followed = useRoomPeople(room, 'followed');
  const others = useRoomPeople(room, 'others');
  const seats: Seats = useMemo(() => seatsByAccount(listed), [listed]);
  const pages = (followed.data?.pages.length ?? 1) + (others.data?.pages.length ?? 1);
  // Every page that is shown is asked for again, so many pages are asked for less often.
  useRhythm(size, 2_500 * pages, () => void answers.invalidateQueries({ queryKey: [rooms.people.path] }));
  const [text, setText] = useState('');
  const asked = useSettled(useDeferredValue(text.trim()), 250);
  const nobodyFollowed = followed.data?.pages[0]?.total === 0;
  return (
    <>
      {(total >= searchFrom || text !== '') && (
        <div className="max-w-md">
          <SearchField label={t('inRoom.search')} value={text} onChange={setText} />
        </div>
      )}
      {asked === '' ? (
        <div className="grid gap-6">
          <PartOfHall answer={followed} seats={seats} title={t('inRoom.followed')} hidden={nobodyFollowed} />
          <PartOfHall
            answer={others}
            seats={seats}
            title={t(nobodyFollowed ? 'inRoom.everybody' : 'inRoom.others')}
            hidden={others.data?.pages[0]?.total === 0}
          />
          <Guests count={others.data?.pages[0]?.guests ?? 0} people={listed} />
        </div>
      ) : (
        <FoundHere room={room} text={asked} seats={seats} />
      )}
    </>
  );
}

/** Listening by link, without an account: counted by the server, named by the room's own list. */
function Guests({ count, people }: { count: number; people: readonly RosterPerson[] }) {
  const { t } = useTranslation();
  const me = useRoomView((view) => view.me?.leaf);
  const guests = useMemo(() => guestsAmong(people), [people]);
  if (count === 0) return null;
  return (
    <section aria-label={t('inRoom.guests')}>
      <h3 className="mb-1.5 text-sm font-semibold text-soft">
        {t('inRoom.guests')} · {t('inRoom.guestsHint', { count })}
      </h3>
      <TileGrid>
        {guests.map((person) => (
          <PersonTile key={person.leaf} person={person} name={person.name} isMe={person.leaf === me} />
        ))}
      </TileGrid>
    </section>
  );
}
