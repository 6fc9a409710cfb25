import { useTranslation } from 'react-i18next';
import { Switch } from '../../design/switch.tsx';

/** Whether what proves it goes with the report, and what that is. */
export function EvidenceChoice({
  name,
  message,
  on,
  onChange,
}: {
  name: string;
  message: boolean;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="rounded-2xl border border-line px-4 py-2">
      <Switch
        label={t('report.evidence')}
        hint={t(message ? 'report.evidenceMessage' : 'report.evidenceHint', { name })}
        on={on}
        onChange={onChange}
      />
    </div>
  );
}
