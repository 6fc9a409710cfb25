import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import type { Seats } from '../../../state/room-people.ts';
import { useMe } from '../../../state/use-me.ts';
import type { PersonHere, useRoomPeople } from '../../../state/use-room-people.ts';
import { AnswerView } from '../../parts/answer-view.tsx';
import { PersonTile, TileGrid } from './person-tile.tsx';

type Pages = ReturnType<typeof useRoomPeople>;

export function PartOfHall({
  answer,
  seats,
  title,
  hidden,
}: {
  answer: Pages;
  seats: Seats;
  title: string;
  hidden: boolean;
}) {
  if (hidden) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-sm font-semibold text-soft">{title}</h3>
      <PeopleHere answer={answer} seats={seats} />
    </section>
  );
}

/** Page by page. `role`: says who is on stage, in lists of everybody. */
export function PeopleHere({
  answer,
  seats,
  roles = false,
}: {
  answer: Pages;
  seats: Seats;
  roles?: boolean;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const noteOf = (person: PersonHere) => {
    if (person.account.equals(me.id)) return t('seat.you');
    return roles && person.role !== 'listener' ? t(`role.${person.role}`) : undefined;
  };
  return (
    <AnswerView answer={answer} rows={2}>
      {({ pages }) => {
        const people = pages.flatMap((page) => page.people);
        return (
          <>
            <TileGrid>
              {people.map((person) => (
                <PersonTile
                  key={person.handle}
                  card={person}
                  person={seats.get(person.account.reveal())}
                  name={person.name}
                  isMe={person.account.equals(me.id)}
                  note={noteOf(person)}
                />
              ))}
            </TileGrid>
            {answer.hasNextPage && (
              <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
                <Button
                  size="small"
                  disabled={answer.isFetchingNextPage}
                  onClick={() => void answer.fetchNextPage()}
                >
                  {t('audience.more')}
                </Button>
                <p className="text-sm text-soft">
                  {t('audience.shown', { shown: people.length, total: pages[0]?.total ?? people.length })}
                </p>
              </div>
            )}
          </>
        );
      }}
    </AnswerView>
  );
}
