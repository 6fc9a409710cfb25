import {
  type AccountId,
  people,
  type ReportAbout,
  type ReportReason,
  type SealedEvidence,
  safety,
  safetyLimits,
} from '@stoa/protocol/social';
import type { TFunction } from 'i18next';
import { Check, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refused } from '../../api/call.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { refusalOf, useAct, useAnswer } from '../../state/use-answer.ts';
import { EvidenceChoice } from './evidence-choice.tsx';
import { ReportForm } from './report-form.tsx';

/** What a report is about, and how the dialog calls it. */
export type Reported =
  | { readonly kind: 'person'; readonly account: AccountId; readonly name: string }
  | {
      readonly kind: 'message';
      readonly account: AccountId;
      readonly name: string;
      readonly where: 'room' | 'direct';
    }
  | Extract<ReportAbout, { kind: 'room' }>;

type Props = {
  readonly about: Reported;
  /** What proves it, as the device has it; it is sealed here, for the safety team alone. */
  readonly evidence?: () => Promise<Uint8Array>;
  /** What the report is about besides the person, such as a club's name: the words begin with it. */
  readonly context?: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export type ReportDraft = { readonly reason: ReportReason; readonly words: string };

/** Tells the safety team about a person, a message or a room. */
export function ReportDialog({ about, evidence, context, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const name = about.kind === 'room' ? '' : about.name;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={<bdi>{t(`report.${about.kind}`, { name })}</bdi>}>
      {open && (
        <Steps
          about={about}
          name={name}
          onDone={() => onOpenChange(false)}
          {...(evidence && { evidence })}
          {...(context !== undefined && { context })}
        />
      )}
    </Dialog>
  );
}

function Steps({
  about,
  evidence,
  context,
  name,
  onDone,
}: Pick<Props, 'about' | 'evidence' | 'context'> & { name: string; onDone: () => void }) {
  const { t } = useTranslation();
  const send = useAct(safety.report, [safety.mine]);
  const key = useAnswer(safety.key, {}, { enabled: evidence !== undefined }).data?.key;
  const [proving, setProving] = useState(true);
  const [sealing, setSealing] = useState<'busy' | 'failed'>();
  const [sent, setSent] = useState(false);
  if (sent) return <Sent about={about} onDone={onDone} />;
  const submit = async (draft: ReportDraft) => {
    let sealed: SealedEvidence | undefined;
    if (evidence && key && proving && sealing !== 'failed') {
      setSealing('busy');
      sealed = await seal(key, evidence);
      setSealing(sealed ? undefined : 'failed');
      if (!sealed) return;
    }
    const body = { about: plain(about), ...draft, ...(sealed && { evidence: sealed }) };
    send.mutate(body, { onSuccess: () => setSent(true) });
  };
  return (
    <ReportForm
      context={context ?? ''}
      busy={send.isPending || sealing === 'busy'}
      yes={t(sealing === 'failed' ? 'report.without' : 'report.send')}
      trouble={sealing === 'failed' ? t('report.evidenceFailed') : troubleOf(t, refusalOf(send.error), about)}
      limit={safetyLimits.wordsCodePoints}
      onSend={(draft) => void submit(draft)}
    >
      {evidence && key && sealing !== 'failed' && (
        <EvidenceChoice name={name} message={about.kind === 'message'} on={proving} onChange={setProving} />
      )}
    </ReportForm>
  );
}

function troubleOf(t: TFunction, why: Refused | undefined, about: Reported): string | undefined {
  if (why === 'notFound' && about.kind === 'room') return t('report.ended');
  return why && t('report.failed', { why: t(`answers.refused.${why}`) });
}

/** Undefined when there is nothing that could be proven, or it could not be sealed. */
async function seal(
  key: { readonly number: number; readonly publicKey: Uint8Array },
  evidence: () => Promise<Uint8Array>,
): Promise<SealedEvidence | undefined> {
  try {
    const [{ sealEvidence }, bytes] = await Promise.all([import('@stoa/client/evidence'), evidence()]);
    return { key: key.number, sealed: await sealEvidence(key.publicKey, bytes) };
  } catch {
    return undefined;
  }
}

/** Without the name, which is for the dialog alone. */
const plain = (about: Reported): ReportAbout => {
  if (about.kind === 'room') return { kind: 'room', room: about.room };
  const { account } = about;
  return about.kind === 'person'
    ? { kind: 'person', account }
    : { kind: 'message', account, where: about.where };
};

/** It has arrived; and whoever reported may not want to meet that person again. */
function Sent({ about, onDone }: { about: Reported; onDone: () => void }) {
  const { t } = useTranslation();
  const block = useAct(people.block, [people.profile, people.search, people.blocked]);
  return (
    <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4">
      <div role="status" className="flex gap-3 rounded-2xl bg-live-soft p-4 text-live-ink">
        <ShieldCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        <div>
          <p className="font-semibold">{t('report.sent')}</p>
          <p>{t('report.sentText')}</p>
        </div>
      </div>
      {about.kind !== 'room' &&
        (block.isSuccess ? (
          <p role="status" className="flex items-center gap-2 font-semibold">
            <Check aria-hidden="true" className="size-5" />
            <bdi>{t('report.blocked', { name: about.name })}</bdi>
          </p>
        ) : (
          <Button
            look="soft"
            disabled={block.isPending}
            onClick={() => block.mutate({ account: about.account })}
          >
            <bdi>{t('report.alsoBlock', { name: about.name })}</bdi>
          </Button>
        ))}
      <Button look="primary" onClick={onDone}>
        {t('report.done')}
      </Button>
    </div>
  );
}
