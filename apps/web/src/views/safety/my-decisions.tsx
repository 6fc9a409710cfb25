import { logActSchema, safety } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../state/use-answer.ts';
import { useDay, useMoment } from '../../state/use-dates.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { Section } from '../settings/section.tsx';

/** In the settings: what was decided about oneself, and what became of one's own reports. */
export function MyDecisions() {
  const { t } = useTranslation();
  const day = useDay();
  const moment = useMoment();
  const answer = useAnswer(safety.mine, {});
  return (
    <>
      <Section title={t('safety.mine')} text={t('safety.mineText')}>
        <AnswerView answer={answer} rows={1}>
          {({ decisions }) => (
            <List
              items={decisions.flatMap(({ act, on, reason, note, until, club }) => {
                const known = logActSchema.safeParse(act).data;
                if (!known) return [];
                const facts = [
                  day(on),
                  ...(club ? [t('safety.mineClub', { club })] : []),
                  ...(until === undefined ? [] : [t('safety.untilDay', { day: moment(until) })]),
                  ...(reason ? [t(`report.reasons.${reason}`)] : []),
                ];
                return [{ title: t(`safety.acts.${known}`), facts: facts.join(' · '), note }];
              })}
            />
          )}
        </AnswerView>
      </Section>
      <Section title={t('safety.myReports')} text={t('safety.myReportsText')}>
        <AnswerView answer={answer} rows={1}>
          {({ reports }) => (
            <List
              items={reports.map(({ kind, name, reason, on, state }) => ({
                title: name ?? t(`safety.kinds.${kind}`),
                facts: [t(`safety.states.${state}`), t(`report.reasons.${reason}`), day(on)].join(' · '),
                note: '',
              }))}
            />
          )}
        </AnswerView>
      </Section>
    </>
  );
}

function List({ items }: { items: readonly { title: string; facts: string; note: string }[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="text-soft">{t('safety.mineNone')}</p>;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {items.map(({ title, facts, note }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that is read, not changed
        <li key={i}>
          <p dir="auto" className="font-semibold">
            {title}
          </p>
          <p className="text-sm text-soft">{facts}</p>
          {note && (
            <p dir="auto" className="whitespace-pre-line">
              {note}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
