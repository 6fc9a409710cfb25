import { type Club, events } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { EventList } from '../events/event-list.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';

export function ClubEvents({ club }: { club: Club }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const answer = usePages([events.list.path, club.club.reveal()], (at, signal) =>
    call(events.list, { club: club.club, ...at }, signal),
  );
  return (
    <AnswerView answer={answer} rows={2}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.events);
        if (all.length === 0) return <p className="text-soft">{t('clubsPage.noEvents')}</p>;
        return (
          <>
            <EventList events={all} />
            <MorePages of={answer} />
          </>
        );
      }}
    </AnswerView>
  );
}
