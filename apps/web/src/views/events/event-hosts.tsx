import { type EventView, eventLimits, events, type PersonCard } from '@stoa/protocol/social';
import { UserRoundPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { PeoplePicker } from '../people/people-picker.tsx';
import { PersonRow } from '../people/person-row.tsx';

/** Who holds the event; the host asks others to hold it too. */
export function EventHosts({ event }: { event: EventView }) {
  const { t } = useTranslation();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const stale = [events.one, events.list];
  const ask = useAct(events.askToHost, stale);
  const drop = useAct(events.dropHost, stale);
  const why = refusalOf(ask.error) ?? refusalOf(drop.error);
  const mine = event.host?.account.equals(me.id) ?? false;
  const about = (person: PersonCard) => ({ event: event.event, account: person.account });
  const offer = (person: PersonCard) =>
    mine || person.account.equals(me.id) ? (
      <IconButton
        icon={X}
        label={t('eventsPage.hostDrop', { name: person.name })}
        disabled={drop.isPending}
        onClick={() => drop.mutate(about(person))}
      />
    ) : undefined;
  const others = [...event.coHosts, ...event.asked];
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h2 className="text-sm font-semibold text-soft">{t('eventsPage.hosts')}</h2>
      <ul>
        {event.host && (
          <li>
            <PersonRow person={event.host} />
          </li>
        )}
        {event.coHosts.map((person) => (
          <li key={person.handle}>
            <PersonRow person={person} action={offer(person)} />
          </li>
        ))}
        {event.asked.map((person) => (
          <li key={person.handle}>
            <PersonRow person={person} note={t('eventsPage.hostAsked')} action={offer(person)} />
          </li>
        ))}
      </ul>
      {mine && !event.cancelled && others.length < eventLimits.coHosts && (
        <Button
          size="small"
          icon={UserRoundPlus}
          className="justify-self-start"
          onClick={() => setAsking(true)}
        >
          {t('eventsPage.hostAdd')}
        </Button>
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
      <Dialog open={asking} onOpenChange={setAsking} title={t('eventsPage.hostAdd')}>
        <div className="mt-4 min-h-72">
          <PeoplePicker
            leaveOut={others}
            action={(person) => (
              <Button
                size="small"
                disabled={ask.isPending}
                aria-label={t('eventsPage.hostAskName', { name: person.name })}
                onClick={() => ask.mutate(about(person), { onSettled: () => setAsking(false) })}
              >
                {t('eventsPage.hostAsk')}
              </Button>
            )}
          />
        </div>
      </Dialog>
    </section>
  );
}
