import { Headphones, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** Open as long as the invitation stands. Closing it another way means "not now": nobody is left waiting. */
export function InviteDialog() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act, panel } = useActs();
  const invited = useRoomView((view) => view.me?.invited ?? false);
  const asking = useRoomView((view) => view.microphone === 'asking');
  const decline = () => void act(room.declineInvite());
  return (
    <Dialog
      open={invited && panel !== 'microphoneTrouble'}
      onOpenChange={(open) => {
        if (!open && !asking) decline();
      }}
      title={t('invite.title')}
    >
      <p className="mt-3 text-soft">{t('invite.text')}</p>
      <p className="mt-4 flex gap-3 rounded-2xl bg-sunken p-4">
        <Headphones aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-soft" />
        {t('invite.bluetooth')}
      </p>
      <p role="status" className="mt-3 font-semibold empty:hidden">
        {asking && t('invite.askingHint')}
      </p>
      <div className="mt-6 flex flex-col gap-3 sm:flex-row-reverse">
        <Button
          look="primary"
          size="large"
          icon={Mic}
          disabled={asking}
          onClick={() => void act(room.acceptInvite())}
        >
          {t(asking ? 'invite.asking' : 'invite.accept')}
        </Button>
        <Button size="large" disabled={asking} onClick={decline}>
          {t('invite.decline')}
        </Button>
      </div>
    </Dialog>
  );
}
