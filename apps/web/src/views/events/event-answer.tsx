import { type EventView, eventLimits, events } from '@stoa/protocol/social';
import { Check, HelpCircle, type LucideIcon, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/select.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';

const choices: readonly (readonly ['going' | 'maybe' | 'no', LucideIcon])[] = [
  ['going', Check],
  ['maybe', HelpCircle],
  ['no', X],
];
const reminders = ['never', ...eventLimits.reminders.map((minutes) => `m${minutes}` as const)] as const;
type Reminder = 'never' | 'm0' | 'm15' | 'm60' | 'm1440';

/** Going or not, and when to be reminded. */
export function EventAnswer({ event }: { event: EventView }) {
  const { t } = useTranslation();
  const act = useAct(events.answer, [events.one, events.list]);
  const why = refusalOf(act.error);
  const remind = (value: Reminder) => {
    const found = eventLimits.reminders.find((minutes) => `m${minutes}` === value);
    act.mutate({ event: event.event, answer: event.mine ?? 'going', remind: found ?? null });
  };
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-3xl border border-line bg-surface p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="text-lg font-semibold">{t('eventsPage.answer')}</h2>
        <p className="text-soft">{t('eventsPage.going', { count: event.going })}</p>
      </div>
      <div className="flex flex-wrap gap-2.5">
        {choices.map(([answer, icon]) => {
          const on = event.mine === answer;
          return (
            <Button
              key={answer}
              icon={icon}
              look={on ? 'live' : 'plain'}
              aria-pressed={on}
              disabled={act.isPending}
              onClick={() => act.mutate({ event: event.event, answer })}
            >
              {t(`eventsPage.answers.${answer}`)}
            </Button>
          );
        })}
      </div>
      {event.mine && (
        <Select<Reminder>
          label={t('eventsPage.remind')}
          value={event.remind === undefined ? 'never' : (`m${event.remind}` as Reminder)}
          onChange={remind}
          options={(reminders as readonly Reminder[]).map((value) => ({
            value,
            label: t(`eventsPage.reminders.${value}`),
          }))}
        />
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
    </section>
  );
}
