import { type ClubId, events } from '@stoa/protocol/social';
import { CalendarPlus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../design/button.tsx';
import { refusalOf, useAct, useAnswer } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { CopyOnce } from '../parts/copy-once.tsx';

/** Addresses for calendar programs: of one's own events, or of a club. */
export function Calendar({ club }: { club?: ClubId }) {
  const { t } = useTranslation();
  const day = useDay();
  const make = useAct(events.createFeed, [events.feeds]);
  const revoke = useAct(events.revokeFeed, [events.feeds]);
  const feeds = useAnswer(events.feeds, {}).data?.feeds ?? [];
  const why = refusalOf(make.error) ?? refusalOf(revoke.error);
  const shown = club === undefined ? feeds : feeds.filter((feed) => feed.club?.club.equals(club));
  return (
    <section className="mt-10 grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3 border-t border-line pt-6">
      <h2 className="text-lg font-semibold">{t('eventsPage.calendar')}</h2>
      <p className="text-soft">{t('eventsPage.calendarText')}</p>
      {make.data && (
        <CopyOnce
          title={t('eventsPage.calendarShown')}
          secret={new URL(make.data.path, window.location.origin).href}
        />
      )}
      <Button
        icon={CalendarPlus}
        disabled={make.isPending}
        onClick={() => make.mutate(club === undefined ? {} : { club })}
      >
        {t('eventsPage.calendarMake')}
      </Button>
      {shown.length > 0 && (
        <>
          <h3 className="mt-2 text-sm font-semibold text-soft">{t('eventsPage.feeds')}</h3>
          <ul className="w-full">
            {shown.map((feed) => {
              const name = feed.club?.name ?? t('eventsPage.feedOwn');
              return (
                <li key={feed.feed.reveal()} className="flex min-h-14 items-center gap-3">
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="block truncate font-semibold">
                      {name}
                    </span>
                    <span className="block text-sm text-soft">
                      {t('settingsPage.madeOn', { day: day(feed.createdOn) })}
                    </span>
                  </span>
                  <IconButton
                    icon={Trash2}
                    label={t('eventsPage.feedRevoke', { name })}
                    disabled={revoke.isPending}
                    onClick={() => revoke.mutate({ feed: feed.feed })}
                  />
                </li>
              );
            })}
          </ul>
        </>
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
    </section>
  );
}
