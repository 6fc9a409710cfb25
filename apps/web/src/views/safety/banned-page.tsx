import { type Ban, safety, safetyLimits } from '@stoa/protocol/social';
import { Link, useLocation } from '@tanstack/react-router';
import { Ban as BanSign } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../design/button.tsx';
import { TextArea } from '../../design/text-area.tsx';
import { refusalOf, useAct, useAnswer } from '../../state/use-answer.ts';
import { useMoment } from '../../state/use-dates.ts';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** What somebody is told who was shut out. The ticket that opens it stands after the `#`, and holds for a quarter of an hour. */
export function BannedPage() {
  const { t } = useTranslation();
  useTitle(t('safety.banTitle'));
  const ticket = useLocation({ select: ({ hash }) => hash });
  const answer = useAnswer(safety.ban, { ticket }, { enabled: ticket.length === 43 });
  return (
    <CalmScreen
      heading={t('safety.banHeading')}
      tone="stop"
      icon={<BanSign aria-hidden="true" className="size-11" />}
      actions={
        <Link to="/sign-in" className={buttonClass('plain', 'medium', true)}>
          {t('safety.signInAgain')}
        </Link>
      }
    >
      {answer.data ? <Told ban={answer.data} ticket={ticket} /> : <p>{t('safety.banOver')}</p>}
    </CalmScreen>
  );
}

function Told({ ban, ticket }: { ban: Ban; ticket: string }) {
  const { t } = useTranslation();
  const moment = useMoment();
  return (
    <>
      <p>{t('safety.banReason', { reason: t(`report.reasons.${ban.reason}`) })}</p>
      {ban.note && (
        <p dir="auto" className="rounded-2xl bg-sunken px-4 py-3 text-start whitespace-pre-line text-ink">
          {ban.note}
        </p>
      )}
      <p>
        {ban.until === undefined ? t('safety.banForGood') : t('safety.banUntil', { when: moment(ban.until) })}
      </p>
      {ban.appeal === 'possible' && <Objection ticket={ticket} />}
      {ban.appeal === 'waiting' && <p className="font-semibold text-ink">{t('safety.objectSent')}</p>}
      {ban.appeal === 'answered' && <p className="font-semibold text-ink">{t('safety.objectAnswered')}</p>}
    </>
  );
}

function Objection({ ticket }: { ticket: string }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const send = useAct(safety.appeal, [safety.ban]);
  const why = refusalOf(send.error);
  return (
    <form
      className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 border-t border-line pt-6 text-start text-base text-ink"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '' && !send.isPending) send.mutate({ ticket, words });
      }}
    >
      <h2 className="text-lg font-semibold">{t('safety.objectTitle')}</h2>
      <TextArea
        label={t('safety.objectLabel')}
        hint={t('safety.objectHint', { max: safetyLimits.appealCodePoints })}
        value={words}
        maxLength={safetyLimits.appealCodePoints}
        onChange={(event) => setWords(event.target.value)}
      />
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why && t('safety.objectFailed', { why: t(`answers.refused.${why}`) })}
      </p>
      <Button type="submit" look="primary" disabled={send.isPending || words.trim() === ''}>
        {t(send.isPending ? 'safety.objectSending' : 'safety.objectSend')}
      </Button>
    </form>
  );
}
