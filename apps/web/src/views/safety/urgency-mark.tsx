import type { CaseCard } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';

const tones = {
  now: 'bg-danger text-on-danger',
  soon: 'bg-warn-soft text-warn-ink',
  later: 'bg-sunken text-soft',
};

export function Urgency({ of }: { of: CaseCard['urgency'] }) {
  const { t } = useTranslation();
  return (
    <span className={classes('rounded-full px-2.5 py-0.5 text-sm font-semibold', tones[of])}>
      {t(`safety.urgency.${of}`)}
    </span>
  );
}
