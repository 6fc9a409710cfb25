import { useTranslation } from 'react-i18next';
import { Confirm } from '../../design/dialog.tsx';
import { useRoom } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

export function EndDialog() {
  const { t } = useTranslation();
  const room = useRoom();
  const { panel, show, act } = useActs();
  return (
    <Confirm
      open={panel === 'end'}
      onOpenChange={() => show(undefined)}
      title={t('end.title')}
      text={t('end.text')}
      yes={t('end.yes')}
      onYes={() => void act(room.endRoom())}
    />
  );
}
