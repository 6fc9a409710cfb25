import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../design/dialog.tsx';
import { useRoomCard } from '../../../state/use-room-card.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';
import { LinkRow } from './link-row.tsx';
import { PingPeople } from './ping-people.tsx';

/** Asks people in by name, where they have accounts, and gives the link to everybody else. */
export function ShareDialog() {
  const { t } = useTranslation();
  const { panel, show } = useActs();
  const policy = useRoomView((view) => view.policy);
  const onStage = useRoomView((view) => view.me !== undefined && view.me.role !== 'listener');
  const card = useRoomCard();
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  // In an open room everybody may; elsewhere an invitation opens the door. A closed room's link goes along, sealed.
  const mayAsk = card && (card.kind === 'open' || onStage);
  return (
    <Dialog open={panel === 'share'} onOpenChange={() => show(undefined)} title={t('share.title')}>
      {mayAsk ? (
        <>
          <PingPeople card={card} asked={asked} onAsked={(handle) => setAsked(new Set([...asked, handle]))} />
          <div className="mt-4 border-t border-line">
            <LinkRow folded />
          </div>
        </>
      ) : (
        <>
          <p className="mt-2 text-soft">{t(policy === 'open' ? 'policy.openHint' : 'share.secret')}</p>
          <LinkRow />
        </>
      )}
    </Dialog>
  );
}
