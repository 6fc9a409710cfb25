import { type EventView, events } from '@stoa/protocol/social';
import { CalendarX2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useHashAnswer } from '../../state/use-hash-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { ReportButton } from '../safety/report-button.tsx';
import { EventAnswer } from './event-answer.tsx';
import { EventForm } from './event-form.tsx';
import { EventHosting } from './event-hosting.tsx';
import { EventHosts } from './event-hosts.tsx';
import { EventWhen } from './event-when.tsx';

export function EventPage() {
  const { t } = useTranslation();
  const { hash, answer } = useHashAnswer(events.one, 'event');
  return (
    <AppFrame>
      <AnswerView
        answer={answer}
        rows={2}
        absent={
          <Empty whole icon={CalendarX2} title={t('eventsPage.gone')}>
            <p>{t('eventsPage.goneText')}</p>
          </Empty>
        }
      >
        {(event) => <Whole key={hash} event={event} />}
      </AnswerView>
    </AppFrame>
  );
}

function Whole({ event }: { event: EventView }) {
  const { t } = useTranslation();
  useTitle(t('eventsPage.eventTitle', { title: event.title }));
  const [editing, setEditing] = useState(false);
  const edit = useAct(events.edit, [events.one, events.list]);
  if (editing)
    return (
      <>
        <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight">
          {t('eventsPage.editTitle')}
        </ScreenHeading>
        <EventForm
          start={{ ...event, starts: event.local, club: event.club?.club }}
          isNew={false}
          yes={t('eventsPage.save')}
          busy={edit.isPending}
          why={refusalOf(edit.error)}
          onDone={({ title, description, starts, zone, minutes }) =>
            edit.mutate(
              { event: event.event, title, description, minutes, when: { starts, zone } },
              { onSuccess: () => setEditing(false) },
            )
          }
        />
      </>
    );
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header>
        <EventWhen event={event} />
        <ScreenHeading className="mt-1.5 font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
          <span dir="auto">{event.title}</span>
        </ScreenHeading>
        {event.cancelled && <p className="mt-1 font-semibold text-danger">{t('eventsPage.cancelled')}</p>}
        {event.room && <p className="mt-1 font-semibold text-live-ink">{t('eventsPage.live')}</p>}
      </header>
      <EventHosting event={event} onEdit={() => setEditing(true)} />
      {event.description && (
        <p dir="auto" className="text-lg whitespace-pre-line">
          {event.description}
        </p>
      )}
      <EventHosts event={event} />
      {!event.cancelled && <EventAnswer event={event} />}
      {event.host && !event.hosting && <ReportButton person={event.host} context={event.title} />}
    </article>
  );
}
