import type { Policy } from '@stoa/protocol';
import { DoorOpen, Hand, KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ChoiceCards } from '../../design/choice-cards.tsx';

const options = [
  ['link', KeyRound],
  ['knock', Hand],
  ['open', DoorOpen],
] as const;

export function PolicyChoice({ value, onChange }: { value: Policy; onChange: (policy: Policy) => void }) {
  const { t } = useTranslation();
  return (
    <ChoiceCards
      legend={t('policy.legend')}
      value={value}
      onChange={onChange}
      choices={options.map(([policy, icon]) => ({
        value: policy,
        label: t(`policy.${policy}`),
        hint: t(`policy.${policy}Hint`),
        icon,
      }))}
    />
  );
}
