import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../design/dialog.tsx';
import { useRoomCard } from '../../../state/use-room-card.ts';
import { useActs } from '../room-acts.tsx';
import { ChatRule } from './chat-rule.tsx';
import { ProbationRule } from './probation-rule.tsx';
import { RoomWordsForm } from './room-words-form.tsx';

/** What moderators set for everybody: the room's words, who writes, how long newcomers speak. */
export function RulesDialog() {
  const { t } = useTranslation();
  const { panel, show } = useActs();
  const card = useRoomCard();
  return (
    <Dialog open={panel === 'rules'} onOpenChange={() => show(undefined)} title={t('rules.title')}>
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-6">
        <ChatRule />
        <ProbationRule />
        {card && <RoomWordsForm card={card} onSaved={() => show(undefined)} />}
      </div>
    </Dialog>
  );
}
