import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** At the door: a moderator's device checks by itself, or a moderator looks at the knock. */
export function DoorPage({
  waitingFor,
  name,
  onCancel,
}: {
  waitingFor: 'steward' | 'knock';
  name: string;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  useTitle(t('join.documentTitle'));
  const knock = waitingFor === 'knock';
  return (
    <CalmScreen
      heading={t(knock ? 'door.knockHeading' : 'door.stewardHeading')}
      icon={knock ? <Hand aria-hidden="true" className="size-11 animate-breathe" /> : undefined}
      actions={
        <Button look="plain" size="large" onClick={onCancel}>
          {t('door.cancel')}
        </Button>
      }
    >
      <p>{t(knock ? 'door.knockText' : 'door.stewardText')}</p>
      {knock && (
        <p className="text-base">
          <bdi>{t('door.name', { name })}</bdi>
        </p>
      )}
    </CalmScreen>
  );
}
