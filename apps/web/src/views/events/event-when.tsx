import type { EventCard } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';

/** In the reader's own time; the event's own zone beside it when it is another one. */
export function EventWhen({ event }: { event: Pick<EventCard, 'startsAt' | 'zone' | 'minutes'> }) {
  const { t, i18n } = useTranslation();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
  const there = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', timeZone: event.zone });
  return (
    <span>
      <time dateTime={new Date(event.startsAt).toISOString()} className="font-semibold text-accent">
        {here.format(event.startsAt)}
      </time>{' '}
      <span className="text-soft">
        · {t('eventsPage.minutes', { count: event.minutes })}
        {event.zone !== own && ` · ${there.format(event.startsAt)} ${event.zone.replaceAll('_', ' ')}`}
      </span>
    </span>
  );
}
