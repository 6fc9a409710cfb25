import { type Case, type CaseCard, safety } from '@stoa/protocol/social';
import { ArrowLeft, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useAct, useAnswer } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { DecisionForm } from './decision-form.tsx';
import { EvidenceView } from './evidence-view.tsx';
import { LogEntries } from './log-view.tsx';
import { Urgency } from './urgency-mark.tsx';

/** One person's case: who it is, what was said and by whom, what proves it, and the decision. */
export function CaseView({ of, onBack }: { of: CaseCard['case']; onBack: () => void }) {
  const { t } = useTranslation();
  const answer = useAnswer(safety.one, { case: of });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Button
        look="ghost"
        size="small"
        icon={ArrowLeft}
        directed
        onClick={onBack}
        className="justify-self-start"
      >
        {t('safety.back')}
      </Button>
      <AnswerView answer={answer}>{(found) => <Whole found={found} onDone={onBack} />}</AnswerView>
    </div>
  );
}

function Whole({ found, onDone }: { found: Case; onDone: () => void }) {
  const { t } = useTranslation();
  const day = useDay();
  const { person } = found;
  const notes = [
    t('safety.joined', { day: day(person.since) }),
    ...(person.measures > 0 ? [t('safety.measures', { count: person.measures })] : []),
    ...(person.banned ? [t('safety.isBanned')] : []),
  ];
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <header className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <PersonRow person={person} note={notes.join(' · ')} action={<Urgency of={found.urgency} />} />
        <Claim found={found} />
      </header>
      {found.rooms.length > 0 && <Rooms rooms={found.rooms} />}
      <section>
        <h2 className="mb-2 text-lg font-semibold">{t('safety.reports')}</h2>
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {found.reports.map((report) => (
            <li key={report.report.reveal()}>
              <Report report={report} found={found} />
            </li>
          ))}
        </ul>
      </section>
      {found.history.length > 0 && (
        <section>
          <h2 className="mb-2 text-lg font-semibold">{t('safety.history')}</h2>
          <LogEntries entries={found.history} />
        </section>
      )}
      <DecisionForm found={found} onDone={onDone} />
    </article>
  );
}

function Claim({ found }: { found: Case }) {
  const { t } = useTranslation();
  const claim = useAct(safety.claim, [safety.one, safety.queue]);
  const mine = found.claimedByMe;
  if (found.claimedBy && !mine)
    return (
      <p className="font-semibold">
        <bdi>{t('safety.claimed', { name: found.claimedBy.name })}</bdi>
      </p>
    );
  return (
    <Button
      size="small"
      className="justify-self-start"
      disabled={claim.isPending}
      onClick={() => claim.mutate({ case: found.case, on: !mine })}
    >
      {t(mine ? 'safety.release' : 'safety.claim')}
    </Button>
  );
}

function Rooms({ rooms }: { rooms: Case['rooms'] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className="mb-2 text-lg font-semibold">{t('safety.rooms')}</h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {rooms.map(({ room, title, people, hidden, moderators }) => (
          <li key={room.reveal()} className="rounded-2xl bg-live-soft p-4 text-live-ink">
            <p dir="auto" className="font-semibold">
              {title || t('room.untitled')}
            </p>
            <p className="text-sm">
              {t('safety.roomPeople', { count: people })}
              {moderators.length > 0 && ` · ${moderators.map(({ handle }) => `@${handle}`).join(' ')}`}
            </p>
            {hidden && (
              <p className="mt-1 flex items-center gap-2 text-sm font-semibold">
                <EyeOff aria-hidden="true" className="size-4" />
                {t('safety.roomHidden')}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Report({ report, found }: { report: Case['reports'][number]; found: Case }) {
  const { t } = useTranslation();
  const day = useDay();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-2xl border border-line p-4">
      <div>
        <p className="font-semibold">{t(`report.reasons.${report.reason}`)}</p>
        <p className="text-sm text-soft">
          {t(`safety.kinds.${report.kind}`)}
          {report.title && (
            <>
              {' · '}
              <bdi>{report.title}</bdi>
            </>
          )}
          {' · '}
          {day(report.on)}
          {report.times > 1 && ` · ${t('safety.times', { count: report.times })}`}
        </p>
        <p className="text-sm text-soft">
          {report.by ? <bdi>{t('safety.by', { name: `@${report.by.handle}` })}</bdi> : t('safety.byNobody')}
        </p>
      </div>
      {report.words ? (
        <p dir="auto" className="rounded-xl bg-sunken px-4 py-3 whitespace-pre-line">
          {report.words}
        </p>
      ) : (
        <p className="text-sm text-soft">{t('safety.noWords')}</p>
      )}
      {report.evidence && (
        <EvidenceView report={report.report} person={found.person} devices={found.devices} />
      )}
    </div>
  );
}
