import { useLocation, useNavigate } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useMe } from '../../state/use-me.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { BanList } from './ban-list.tsx';
import { CaseQueue } from './case-queue.tsx';
import { KeyPanel } from './key-panel.tsx';
import { OperatorLog } from './log-view.tsx';

const parts = { queue: CaseQueue, bans: BanList, log: OperatorLog, key: KeyPanel };
const names = Object.keys(parts) as (keyof typeof parts)[];

/** Where the safety team works: reports, decisions, and the key that opens what proves them. */
export function SafetyPage() {
  const { t } = useTranslation();
  useTitle(t('safety.documentTitle'));
  const navigate = useNavigate();
  const hash = useLocation({ select: (location) => location.hash });
  const { operator } = useMe();
  if (!operator)
    return (
      <AppFrame>
        <Empty whole icon={ShieldAlert} title={t('safety.only')}>
          <p>{t('safety.onlyText')}</p>
        </Empty>
      </AppFrame>
    );
  return (
    <AppFrame>
      <ScreenHeading className="mb-4 font-display text-3xl font-semibold tracking-tight sm:text-4xl">
        {t('safety.title')}
      </ScreenHeading>
      <Tabs
        label={t('safety.title')}
        value={names.find((name) => name === hash) ?? 'queue'}
        onChange={(value) => void navigate({ to: '/safety', hash: value, replace: true })}
        tabs={names.map((value) => {
          const Panel = parts[value];
          return { value, label: t(`safety.tabs.${value}`), panel: <Panel /> };
        })}
      />
    </AppFrame>
  );
}
