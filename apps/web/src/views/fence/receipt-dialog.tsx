import type { FenceFacts, PathReceipt, Room } from '@stoa/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../design/dialog.tsx';
import { useFenceWords } from '../../state/use-fence-words.ts';
import { ReceiptTable } from './receipt-table.tsx';

const againMs = 2_000;

/** Where sound may travel and where it went, during a stay and after it. */
export function ReceiptDialog({ room, open, onClose }: { room: Room; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const facts = useSyncExternalStore(room.subscribe, () => room.view.fence);
  const receipt = useReceipt(room, open);
  return (
    <Dialog open={open} onOpenChange={onClose} title={t('fence.title')}>
      <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4">
        <p className="text-soft">{t('fence.text')}</p>
        <Rules facts={facts} />
        {receipt && <ReceiptTable receipt={receipt} />}
        <p className="text-sm text-soft">{t('fence.means')}</p>
      </div>
    </Dialog>
  );
}

function Rules({ facts: { room, own, directory } }: { facts: FenceFacts }) {
  const { t } = useTranslation();
  const words = useFenceWords();
  const ownWords = words(own);
  return (
    <div className="grid gap-1 font-semibold">
      <p>{words(room) ?? t('fence.free')}</p>
      {ownWords && <p>{t('fence.own', { rule: ownWords })}</p>}
      {directory === 'forged' && (
        <p role="alert" className="text-danger">
          {t('fence.forged')}
        </p>
      )}
    </div>
  );
}

function useReceipt(room: Room, open: boolean): PathReceipt | undefined {
  const [receipt, setReceipt] = useState<PathReceipt>();
  useEffect(() => {
    if (!open) return;
    let over = false;
    const look = () =>
      void room.receipt().then((made) => {
        if (!over) setReceipt(made);
      });
    look();
    const timer = setInterval(look, againMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [room, open]);
  return receipt;
}
