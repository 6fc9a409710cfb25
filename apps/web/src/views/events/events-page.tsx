import { events } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { CalendarDays, CalendarPlus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { refusalOf, useAct, usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { EventRow } from './event-row.tsx';

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
              <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
                {all.map((event) => (
                  <li key={event.event.reveal()}>
                    <EventRow event={event} />
                  </li>
                ))}
              </ul>
              {answer.hasNextPage && (
                <Button look="soft" className="mt-4" onClick={() => void answer.fetchNextPage()}>
                  {t('answers.more')}
                </Button>
              )}
            </>
          );
        }}
      </AnswerView>
      <Calendar />
    </AppFrame>
  );
}

function Calendar() {
  const { t } = useTranslation();
  const make = useAct(events.createFeed, [events.feeds]);
  const why = refusalOf(make.error);
  return (
    <section className="mt-10 grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3 border-t border-line pt-6">
      <h2 className="text-lg font-semibold">{t('eventsPage.calendar')}</h2>
      <p className="text-soft">{t('eventsPage.calendarText')}</p>
      {make.data ? (
        <div role="status" className="w-full rounded-2xl bg-sunken p-4">
          <p className="font-semibold">{t('eventsPage.calendarShown')}</p>
          <p dir="ltr" className="font-digits break-all select-all">
            {new URL(make.data.path, window.location.origin).href}
          </p>
        </div>
      ) : (
        <Button icon={CalendarPlus} disabled={make.isPending} onClick={() => make.mutate({})}>
          {t('eventsPage.calendarMake')}
        </Button>
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
    </section>
  );
}
