import { fromBase64Url } from '@stoa/protocol';
import { type ClubId, type LogEntry, reportReasonSchema, safety } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { Link2, Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { chainHolds } from '../../safety/log-chain.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDay, useMoment } from '../../state/use-dates.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';

type Page = { readonly entries: readonly LogEntry[]; readonly next?: number | undefined };

/** What the safety team decided. */
export function OperatorLog() {
  const { call } = useApp();
  const answer = useAnswer(safety.log, {});
  return (
    <AnswerView answer={answer}>
      {(page) => <Log log={noLog} first={page} more={(before) => call(safety.log, { before })} />}
    </AnswerView>
  );
}

/** What those who run a club did, for them. */
export function ClubLog({ club }: { club: ClubId }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const answer = useAnswer(safety.clubLog, { club });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-soft">{t('safety.clubLogText')}</p>
      <AnswerView answer={answer}>
        {(page) => (
          <Log
            log={fromBase64Url(club.reveal()) ?? noLog}
            first={page}
            more={(before) => call(safety.clubLog, { club, before })}
          />
        )}
      </AnswerView>
    </div>
  );
}

const noLog = new Uint8Array(16);

/** Newest first, and whether it is all as it was written. */
function Log({
  log,
  first,
  more,
}: {
  log: Uint8Array;
  first: Page;
  more: (before: number) => Promise<Page>;
}) {
  const { t } = useTranslation();
  const answers = useQueryClient();
  const [older, setOlder] = useState<readonly Page[]>([]);
  const [holds, setHolds] = useState<boolean>();
  const last = older.at(-1) ?? first;
  const entries = [first, ...older].flatMap((page) => page.entries);
  const whole = last.next === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entries are those of the pages
  useEffect(() => {
    let over = false;
    void chainHolds(log, entries, whole).then((is) => !over && setHolds(is));
    return () => {
      over = true;
    };
  }, [log, first, older]);
  if (entries.length === 0) return <p className="text-soft">{t('safety.logEmpty')}</p>;
  const next = last.next;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ChainMark holds={holds} />
      <LogEntries entries={entries} />
      {next !== undefined && (
        <Button
          className="justify-self-start"
          onClick={() =>
            void answers
              .fetchQuery({ queryKey: ['older', next, log.join()], queryFn: () => more(next), staleTime: 0 })
              .then((page) => setOlder([...older, page]))
          }
        >
          {t('answers.more')}
        </Button>
      )}
    </div>
  );
}

function ChainMark({ holds }: { holds: boolean | undefined }) {
  const { t } = useTranslation();
  if (holds === false)
    return (
      <p role="alert" className="flex items-center gap-2 font-semibold text-danger">
        <Link2Off aria-hidden="true" className="size-5 shrink-0" />
        {t('safety.logBroken')}
      </p>
    );
  return (
    <p role="status" className="flex items-center gap-2 text-soft">
      <Link2 aria-hidden="true" className="size-5 shrink-0" />
      {t(holds ? 'safety.logHolds' : 'safety.logChecking')}
    </p>
  );
}

export function LogEntries({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)]">
      {entries.map((entry) => (
        <li key={entry.n} className="border-b border-line py-3 last:border-0">
          <Entry entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const day = useDay();
  const moment = useMoment();
  const words = readWords(entry.words?.text);
  const someone = entry.marks.by.some((byte) => byte !== 0);
  const by = entry.by?.shown
    ? t('safety.actBy', { name: `@${entry.by.shown.handle}` })
    : t(someone ? 'safety.bySomebody' : 'safety.byMachine');
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">{t(`safety.acts.${entry.act}`)}</span>
        {entry.of?.shown && (
          <span>
            <bdi>{entry.of.shown.name}</bdi> <span dir="ltr">@{entry.of.shown.handle}</span>
          </span>
        )}
      </p>
      {(words.reason || words.note || words.until !== undefined) && (
        <p>
          {words.reason && t(`report.reasons.${words.reason}`)}
          {words.until !== undefined && ` · ${t('safety.untilDay', { day: moment(words.until) })}`}
          {words.note && <bdi className="block whitespace-pre-line text-soft">{words.note}</bdi>}
        </p>
      )}
      {words.rules && words.rules.length > 0 && (
        <ol className="list-decimal ps-6 text-soft">
          {words.rules.map((rule) => (
            <li key={rule} dir="auto">
              {rule}
            </li>
          ))}
        </ol>
      )}
      <p className="text-sm text-soft">
        {day(entry.on)} · <bdi>{by}</bdi>
      </p>
    </>
  );
}

function readWords(text: string | undefined) {
  let words: Record<string, unknown> = {};
  try {
    words = JSON.parse(text ?? '{}') as Record<string, unknown>;
  } catch {
    // Words that this page does not understand are left out.
  }
  return {
    reason: reportReasonSchema.safeParse(words.reason).data,
    note: typeof words.note === 'string' ? words.note : '',
    until: typeof words.until === 'number' ? words.until : undefined,
    rules: Array.isArray(words.rules) ? words.rules.map(String) : undefined,
  };
}
