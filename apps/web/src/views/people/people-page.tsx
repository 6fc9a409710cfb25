import { clubs, events, hallway, type PersonCard, people } from '@stoa/protocol/social';
import { UserRoundSearch } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { useSettled } from '../../state/use-settled.ts';
import { useTitle } from '../../state/use-title.ts';
import { ClubRow } from '../clubs/club-row.tsx';
import { EventList } from '../events/event-list.tsx';
import { AppFrame } from '../frame/app-frame.tsx';
import { RoomList } from '../hallway/room-list.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { FollowButton } from './follow-button.tsx';
import { PersonRow } from './person-row.tsx';

/** Search over people and live rooms; before anything is typed, people one may know. */
export function PeoplePage() {
  const { t } = useTranslation();
  useTitle(t('people.documentTitle'));
  const [text, setText] = useState('');
  const asked = useSettled(useDeferredValue(text.trim()), 250);
  return (
    <AppFrame>
      <ScreenHeading className="mb-4 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('people.heading')}
      </ScreenHeading>
      <SearchField label={t('people.search')} value={text} onChange={setText} />
      {asked === '' ? <Suggested /> : <Found text={asked} />}
    </AppFrame>
  );
}

function Suggested() {
  const { t } = useTranslation();
  const answer = useAnswer(people.suggestions, {});
  return (
    <section>
      <h2 className="mb-2 text-lg font-semibold">{t('people.suggested')}</h2>
      <AnswerView answer={answer}>
        {(data) =>
          data.people.length === 0 ? (
            <p className="text-soft">{t('people.noneYet')}</p>
          ) : (
            <List people={data.people} />
          )
        }
      </AnswerView>
    </section>
  );
}

function Found({ text }: { text: string }) {
  const { t } = useTranslation();
  const answer = useAnswer(people.search, { text });
  const rooms = useAnswer(hallway.search, { text }).data?.rooms ?? [];
  const inDirectory = useAnswer(clubs.directory, { text }).data?.clubs ?? [];
  const planned = useAnswer(events.search, { text }).data?.events ?? [];
  return (
    <div className="grid gap-6">
      <AnswerView answer={answer}>
        {(data) => (
          <>
            <p role="status" className="sr-only">
              {t('people.found', { count: data.people.length })}
            </p>
            {data.people.length + rooms.length + inDirectory.length + planned.length === 0 ? (
              <Empty icon={UserRoundSearch} title={t('people.nobody')}>
                <p>{t('people.nobodyText')}</p>
              </Empty>
            ) : (
              <List people={data.people} />
            )}
          </>
        )}
      </AnswerView>
      {rooms.length > 0 && (
        <Part title={t('hallway.heading')}>
          <RoomList rooms={rooms} />
        </Part>
      )}
      {planned.length > 0 && (
        <Part title={t('eventsPage.heading')}>
          <EventList events={planned} />
        </Part>
      )}
      {inDirectory.length > 0 && (
        <Part title={t('clubsPage.heading')}>
          <ul>
            {inDirectory.map((club) => (
              <li key={club.club.reveal()}>
                <ClubRow club={club} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function List({ people: found }: { people: readonly (PersonCard & { readonly follows?: boolean })[] }) {
  const me = useMe();
  return (
    <ul>
      {found.map((person) => (
        <li key={person.handle}>
          <PersonRow
            person={person}
            action={
              person.account.equals(me.id) ? undefined : (
                <FollowButton person={person} follows={person.follows ?? false} />
              )
            }
          />
        </li>
      ))}
    </ul>
  );
}
