import { safety } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useDay, useMoment } from '../../state/use-dates.ts';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { PersonRow } from '../people/person-row.tsx';

/** Who is shut out, objections first. */
export function BanList() {
  const { t } = useTranslation();
  const day = useDay();
  const moment = useMoment();
  const { call } = useApp();
  const answer = useAnswer(safety.bans, {});
  const act = useFreshAct([safety.bans, safety.queue, safety.log]);
  return (
    <AnswerView answer={answer}>
      {({ bans }) =>
        bans.length === 0 ? (
          <p className="text-soft">{t('safety.noBans')}</p>
        ) : (
          <>
            <p role="alert" className="font-semibold text-danger empty:hidden">
              {act.words}
            </p>
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
              {bans.map(({ person, reason, note, since, until, appeal, answered }) => {
                const review = (lift: boolean) =>
                  void act.run(() => call(safety.review, { account: person.account, lift, note: '' }));
                const end =
                  until === undefined ? t('safety.forGood') : t('safety.untilDay', { day: moment(until) });
                return (
                  <li
                    key={person.handle}
                    className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-2xl border border-line p-4"
                  >
                    <PersonRow person={person} note={`${t('safety.since', { day: day(since) })}, ${end}`} />
                    <p>
                      <span className="font-semibold">{t(`report.reasons.${reason}`)}</span>
                      {note && <bdi className="block whitespace-pre-line text-soft">{note}</bdi>}
                    </p>
                    {appeal !== undefined && (
                      <div>
                        <h2 className="mb-1.5 font-semibold">{t('safety.objection')}</h2>
                        <p dir="auto" className="rounded-xl bg-sunken px-4 py-3 whitespace-pre-line">
                          {appeal}
                        </p>
                        {answered && <p className="mt-1.5 text-sm text-soft">{t('safety.answered')}</p>}
                      </div>
                    )}
                    <div className="flex flex-wrap gap-2">
                      <Button
                        size="small"
                        disabled={act.busy}
                        aria-label={t('safety.liftName', { name: person.name })}
                        onClick={() => review(true)}
                      >
                        {t('safety.lift')}
                      </Button>
                      {appeal !== undefined && !answered && (
                        <Button size="small" disabled={act.busy} onClick={() => review(false)}>
                          {t('safety.keep')}
                        </Button>
                      )}
                    </div>
                  </li>
                );
              })}
            </ul>
          </>
        )
      }
    </AnswerView>
  );
}
