import { events } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { CalendarDays, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';
import { Calendar } from './calendar.tsx';
import { EventList } from './event-list.tsx';

export function EventsPage() {
  const { t } = useTranslation();
  useTitle(t('eventsPage.documentTitle'));
  const { call } = useApp();
  const answer = usePages([events.list.path, 'forMe'], (at, signal) =>
    call(events.list, { forMe: true, ...at }, signal),
  );
  return (
    <AppFrame>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <ScreenHeading className="font-display text-3xl font-semibold tracking-tight sm:text-4xl">
          {t('eventsPage.heading')}
        </ScreenHeading>
        <Link to="/new-event" className={buttonClass('primary', 'small')}>
          <Plus aria-hidden="true" className="size-[1.2em]" />
          {t('eventsPage.create')}
        </Link>
      </div>
      <AnswerView answer={answer}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.events);
          if (all.length === 0)
            return (
              <Empty icon={CalendarDays} title={t('eventsPage.emptyTitle')}>
                <p>{t('eventsPage.emptyText')}</p>
              </Empty>
            );
          return (
            <>
              <EventList events={all} />
              <MorePages of={answer} />
            </>
          );
        }}
      </AnswerView>
      <Calendar />
    </AppFrame>
  );
}
