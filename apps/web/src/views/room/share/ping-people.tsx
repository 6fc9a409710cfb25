import type { PersonCard, RoomCard } from '@stoa/protocol/social';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { usePingList, useSeenHere } from '../../../state/use-ping-list.ts';
import { useSettled } from '../../../state/use-settled.ts';
import { AnswerView } from '../../parts/answer-view.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { AskIn } from './ask-in.tsx';

/** Asks people in by name: one tap each, and they are told at once. */
export function PingPeople({ card, asked, onAsked }: PingProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wanted = useSettled(useDeferredValue(text.trim()), 250);
  const { followers, people } = usePingList(card, wanted);
  return (
    <section aria-label={t('inRoom.askPeople')} className="mt-4">
      <SearchField
        label={t(card.kind === 'open' ? 'inRoom.searchFollowers' : 'inRoom.searchPeople')}
        value={text}
        onChange={setText}
      />
      <AnswerView answer={followers} rows={3}>
        {() => <People {...{ people, card, asked, onAsked }} searched={wanted !== ''} />}
      </AnswerView>
      {followers.hasNextPage && wanted === '' && (
        <Button
          size="small"
          look="soft"
          className="mt-2"
          disabled={followers.isFetchingNextPage}
          onClick={() => void followers.fetchNextPage()}
        >
          {t('answers.more')}
        </Button>
      )}
    </section>
  );
}

export type PingProps = {
  card: RoomCard;
  /** Handles of who was asked from here. */
  asked: ReadonlySet<string>;
  onAsked: (handle: string) => void;
};

function People({
  people,
  searched,
  card,
  asked,
  onAsked,
}: PingProps & { people: readonly PersonCard[]; searched: boolean }) {
  const { t } = useTranslation();
  const here = useSeenHere(card);
  if (people.length === 0)
    return (
      <p role="status" className="py-2 text-soft">
        {t(searched ? 'inRoom.nobodyFound' : 'inRoom.noFollowers')}
      </p>
    );
  return (
    <ul className="-mx-2 max-h-72 overflow-y-auto overscroll-contain px-2">
      {people.map((person) => (
        <AskIn
          key={person.handle}
          person={person}
          card={card}
          state={asked.has(person.handle) ? 'asked' : here.has(person.handle) ? 'here' : 'free'}
          onAsked={onAsked}
        />
      ))}
    </ul>
  );
}
