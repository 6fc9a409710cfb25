import { type Club, events } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { EventRow } from '../events/event-row.tsx';
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
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
              {all.map((event) => (
                <li key={event.event.reveal()}>
                  <EventRow event={event} />
                </li>
              ))}
            </ul>
            <MorePages of={answer} />
          </>
        );
      }}
    </AnswerView>
  );
}
