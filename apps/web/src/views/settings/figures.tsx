import { yourData } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../state/use-answer.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { Section } from './section.tsx';

const names = ['registered', 'registeredSixDays', 'liveRooms', 'inRooms', 'listeners', 'minutes'] as const;

/** For the operator: sums, made when they are asked for. */
export function Figures() {
  const { t, i18n } = useTranslation();
  const answer = useAnswer(yourData.figures, {});
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Section title={t('settingsPage.figures')} text={t('settingsPage.figuresText')}>
      <AnswerView answer={answer} rows={2}>
        {(figures) => (
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
            {names.map((name) => (
              <div key={name} className="flex flex-col-reverse justify-end rounded-2xl bg-sunken p-4">
                <dt className="text-sm text-soft">{t(`settingsPage.figure.${name}`)}</dt>
                <dd className="font-digits text-2xl font-semibold">{number.format(figures[name])}</dd>
              </div>
            ))}
          </dl>
        )}
      </AnswerView>
    </Section>
  );
}
