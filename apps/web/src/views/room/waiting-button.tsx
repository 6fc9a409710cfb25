import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useWideRoom } from '../../state/use-media.ts';
import { useRoomView } from '../../state/use-store.ts';
import { Moderation } from './moderation.tsx';
import { useActs } from './room-acts.tsx';

/** On a phone, what waits for a moderator is one tap away and counted; on a wide screen it stands beside the stage. */
export function WaitingButton() {
  const { t } = useTranslation();
  const { panel, show } = useActs();
  const hands = useRoomView((view) => view.hands.total);
  const knocks = useRoomView((view) => view.knocks.length);
  const beside = useWideRoom();
  if (beside) return null;
  const count = hands + knocks;
  return (
    <>
      <Button
        look={count > 0 ? 'primary' : 'soft'}
        icon={Hand}
        aria-label={t('waiting.button', { count })}
        className="px-3!"
        onClick={() => show('waiting')}
      >
        {count > 0 && <span className="tabular-nums">{t('waiting.count', { count })}</span>}
      </Button>
      <Dialog open={panel === 'waiting'} onOpenChange={() => show(undefined)} title={t('room.moderation')}>
        <div className="mt-4">
          <Moderation flat />
        </div>
      </Dialog>
    </>
  );
}
