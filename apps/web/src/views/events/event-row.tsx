import type { EventCard } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { Face } from '../../design/face.tsx';
import { EventWhen } from './event-when.tsx';

export function EventRow({ event }: { event: EventCard }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/event"
      hash={event.event.reveal()}
      className="grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-3xl border border-line bg-surface p-5 shadow-lift transition-colors hover:border-line-strong"
    >
      <span className="text-[0.9375rem]">
        <EventWhen event={event} />
      </span>
      <span
        className={classes(
          'font-display text-xl leading-snug font-semibold tracking-tight',
          event.cancelled && 'text-soft line-through',
        )}
      >
        <bdi>{event.title}</bdi>
      </span>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.9375rem] text-soft">
        {event.host && (
          <span className="inline-flex min-w-0 items-center gap-2">
            <Face person={event.host} size="tiny" />
            <span dir="auto" className="truncate">
              {event.host.name}
            </span>
          </span>
        )}
        {event.club && <span dir="auto">{event.club.name}</span>}
        {event.going > 0 && <span>{t('eventsPage.going', { count: event.going })}</span>}
        {event.cancelled && <strong className="text-danger">{t('eventsPage.cancelled')}</strong>}
        {event.hosting && <strong className="text-live-ink">{t('eventsPage.hosting')}</strong>}
      </span>
    </Link>
  );
}
