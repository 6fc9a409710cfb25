import {
  type Case,
  type DecisionKind,
  people,
  type ReportReason,
  safety,
  safetyLimits,
} from '@stoa/protocol/social';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Select } from '../../design/select.tsx';
import { Switch } from '../../design/switch.tsx';
import { TextArea } from '../../design/text-area.tsx';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { reasonsAsShown } from './report-form.tsx';

const lengths = { day: 1, week: 7, month: 30, good: undefined } as const;
type Length = keyof typeof lengths;

/** Nothing, a warning or a ban: with a reason and words that the person is told. */
export function DecisionForm({ found, onDone }: { found: Case; onDone: () => void }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const act = useFreshAct([safety.queue, safety.bans, safety.log, people.profile]);
  const [decision, setDecision] = useState<DecisionKind>('nothing');
  const [length, setLength] = useState<Length>('week');
  const [reason, setReason] = useState<ReportReason>(found.reasons[0] ?? 'other');
  const [note, setNote] = useState('');
  const [endRooms, setEndRooms] = useState(false);
  const [asking, setAsking] = useState(false);
  const days = decision === 'ban' ? lengths[length] : undefined;
  const decide = async () => {
    const body = { case: found.case, decision, reason, note, endRooms, ...(days && { days }) };
    if (await act.run(() => call(safety.decide, body))) onDone();
  };
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (decision === 'ban') setAsking(true);
        else void decide();
      }}
    >
      <ChoiceCards
        legend={t('safety.decision')}
        value={decision}
        onChange={setDecision}
        choices={(['nothing', 'warn', 'ban'] as const).map((value) => ({
          value,
          label: t(`safety.decisions.${value}`),
          hint: t(`safety.decisionHints.${value}`),
        }))}
      />
      {decision === 'ban' && (
        <Select
          label={t('safety.length')}
          value={length}
          onChange={setLength}
          options={(Object.keys(lengths) as Length[]).map((value) => ({
            value,
            label: t(`safety.lengths.${value}`),
          }))}
        />
      )}
      {decision !== 'nothing' && (
        <>
          <Select
            label={t('safety.reason')}
            value={reason}
            onChange={setReason}
            options={reasonsAsShown.map((value) => ({ value, label: t(`report.reasons.${value}`) }))}
          />
          <TextArea
            label={t('safety.note')}
            hint={t('safety.noteHint', { max: safetyLimits.noteCodePoints })}
            value={note}
            maxLength={safetyLimits.noteCodePoints}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      )}
      {found.rooms.length > 0 && <Switch label={t('safety.endRooms')} on={endRooms} onChange={setEndRooms} />}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.words}
      </p>
      <Button type="submit" size="large" look={decision === 'ban' ? 'danger' : 'primary'} disabled={act.busy}>
        {t(act.busy ? 'safety.deciding' : 'safety.decide')}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={<bdi>{t('safety.confirmBan', { name: found.person.name })}</bdi>}
        text={t('safety.confirmBanText')}
        yes={t('safety.confirmBanYes')}
        onYes={() => void decide()}
      />
    </form>
  );
}
