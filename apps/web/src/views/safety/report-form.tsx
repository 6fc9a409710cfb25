import type { ReportReason } from '@stoa/protocol/social';
import { Siren } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { TextArea } from '../../design/text-area.tsx';

/** As people think of them; the server orders by urgency. */
export const reasonsAsShown = [
  'harassment',
  'hate',
  'threats',
  'sexual',
  'minors',
  'selfHarm',
  'illegal',
  'impersonation',
  'spam',
  'other',
] as const satisfies readonly ReportReason[];

const grave: ReadonlySet<ReportReason> = new Set(['threats', 'minors', 'selfHarm']);

/** Why, and in the reporter's own words what happened. `children`: what else goes with it. */
export function ReportForm({
  context,
  busy,
  yes,
  trouble,
  limit,
  onSend,
  children,
}: {
  context: string;
  busy: boolean;
  yes: string;
  trouble: string | undefined;
  limit: number;
  onSend: (draft: { reason: ReportReason; words: string }) => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<ReportReason>();
  const [words, setWords] = useState(context && `${context}\n`);
  const [missing, setMissing] = useState(false);
  return (
    <form
      className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(reason === undefined);
        if (reason && !busy) onSend({ reason, words });
      }}
    >
      <p className="text-soft">{t('report.who')}</p>
      <Reasons
        value={reason}
        trouble={missing && !reason ? t('report.missing') : undefined}
        onChange={setReason}
      />
      {reason && grave.has(reason) && (
        <p className="flex gap-3 rounded-2xl bg-warn-soft px-4 py-3 font-semibold text-warn-ink">
          <Siren aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          {t('report.danger')}
        </p>
      )}
      <TextArea
        label={t('report.words')}
        hint={t('report.wordsHint', { max: limit })}
        value={words}
        maxLength={limit}
        onChange={(event) => setWords(event.target.value)}
      />
      {children}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {trouble}
      </p>
      <Button type="submit" look="primary" size="large" wide disabled={busy}>
        {busy ? t('report.busy') : yes}
      </Button>
    </form>
  );
}

/** Ten short lines: radio buttons that a thumb hits, and arrow keys walk. */
function Reasons({
  value,
  trouble,
  onChange,
}: {
  value: ReportReason | undefined;
  trouble: string | undefined;
  onChange: (reason: ReportReason) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={trouble && `${id}-trouble`}>
      <legend className="mb-1.5 font-semibold">{t('report.reason')}</legend>
      <div className="overflow-hidden rounded-2xl border border-line">
        {reasonsAsShown.map((each) => (
          <label
            key={each}
            className="flex min-h-11 cursor-pointer items-center gap-3 border-b border-line px-3.5 py-2 last:border-0 hover:bg-sunken has-checked:bg-accent-soft has-checked:font-semibold has-focus-visible:outline-3 has-focus-visible:-outline-offset-3 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={id}
              value={each}
              checked={value === each}
              onChange={() => onChange(each)}
              className="size-4 shrink-0 accent-accent outline-none"
            />
            {t(`report.reasons.${each}`)}
          </label>
        ))}
      </div>
      {trouble && (
        <p id={`${id}-trouble`} role="alert" className="mt-1.5 text-sm font-semibold text-danger">
          {trouble}
        </p>
      )}
    </fieldset>
  );
}
