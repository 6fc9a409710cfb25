import { events } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { EventForm, newEventWords } from './event-form.tsx';

export function NewEventPage() {
  const { t } = useTranslation();
  useTitle(t('eventsPage.documentTitle'));
  const navigate = useNavigate();
  const [start] = useState(() => newEventWords(Date.now()));
  const create = useAct(events.create, [events.list]);
  return (
    <AppFrame>
      <ScreenHeading className="mb-5 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('eventsPage.newTitle')}
      </ScreenHeading>
      <EventForm
        start={start}
        isNew
        yes={t('eventsPage.create')}
        busy={create.isPending}
        why={refusalOf(create.error)}
        onDone={({ club, ...words }) =>
          create.mutate(
            { ...words, ...(words.audience === 'club' && club && { club }) },
            { onSuccess: ({ event }) => void navigate({ to: '/event', hash: event.reveal() }) },
          )
        }
      />
    </AppFrame>
  );
}
