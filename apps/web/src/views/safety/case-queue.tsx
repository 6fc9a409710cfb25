import { type CaseCard, safety } from '@stoa/protocol/social';
import { CircleCheckBig, FileLock2, Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../design/empty.tsx';
import { Face } from '../../design/face.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { CaseView } from './case-view.tsx';
import { Urgency } from './urgency-mark.tsx';

/** Cases that wait, the most urgent first; one of them at a time is looked at. */
export function CaseQueue() {
  const { t } = useTranslation();
  const answer = useAnswer(safety.queue, {});
  const [open, setOpen] = useState<CaseCard['case']>();
  if (open) return <CaseView of={open} onBack={() => setOpen(undefined)} />;
  return (
    <AnswerView answer={answer}>
      {({ cases, total, appeals }) => (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {appeals > 0 && (
            <p className="rounded-2xl bg-warn-soft px-4 py-3 font-semibold text-warn-ink">
              {t('safety.appeals', { count: appeals })}
            </p>
          )}
          {cases.length === 0 ? (
            <Empty icon={CircleCheckBig} title={t('safety.empty')}>
              <p>{t('safety.emptyText')}</p>
            </Empty>
          ) : (
            <>
              <p className="text-soft">{t('safety.waiting', { count: total })}</p>
              <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
                {cases.map((card) => (
                  <li key={card.case.reveal()}>
                    <Row card={card} onOpen={() => setOpen(card.case)} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </AnswerView>
  );
}

function Row({ card, onOpen }: { card: CaseCard; onOpen: () => void }) {
  const { t } = useTranslation();
  const day = useDay();
  const { person } = card;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={t('safety.open', { name: person.name })}
      aria-describedby={`case-${person.handle}`}
      className="block w-full rounded-2xl border border-line bg-surface p-4 text-start hover:border-line-strong"
    >
      <span className="flex items-center gap-3">
        <Face person={person} />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block truncate font-semibold">
            {person.name}
          </span>
          <span dir="ltr" className="block truncate text-start text-sm text-soft">
            @{person.handle}
          </span>
        </span>
        <Urgency of={card.urgency} />
      </span>
      <span id={`case-${person.handle}`} className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-2">
        <span className="flex flex-wrap gap-1.5">
          {card.reasons.map((reason) => (
            <span key={reason} className="rounded-full bg-sunken px-2.5 py-0.5 text-sm font-semibold">
              {t(`report.reasons.${reason}`)}
            </span>
          ))}
        </span>
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
          <span>{t('safety.reporters', { count: card.reporters })}</span>
          {card.evidence > 0 && (
            <span className="inline-flex items-center gap-1.5">
              <FileLock2 aria-hidden="true" className="size-4" />
              {t('safety.proofs', { count: card.evidence })}
            </span>
          )}
          {card.liveRooms > 0 && (
            <span className="inline-flex items-center gap-1.5 font-semibold text-live-ink">
              <Radio aria-hidden="true" className="size-4" />
              {t('safety.liveNow')}
            </span>
          )}
          <span>{t('safety.since', { day: day(card.since) })}</span>
          {card.claimedByMe ? (
            <span className="font-semibold text-ink">{t('safety.claimedByMe')}</span>
          ) : (
            card.claimedBy && <bdi>{t('safety.claimed', { name: card.claimedBy.name })}</bdi>
          )}
        </span>
      </span>
    </button>
  );
}
