import { useTranslation } from 'react-i18next';
import { ChoiceCards } from '../../../design/choice-cards.tsx';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';

/** Who may write beside the moderators. It holds at once. */
export function ChatRule() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act } = useActs();
  const who = useRoomView((view) => view.chat.who);
  return (
    <ChoiceCards
      legend={t('rules.chat')}
      value={who}
      onChange={(next) => void act(room.setChat(next))}
      choices={(['everybody', 'stage', 'nobody'] as const).map((value) => ({
        value,
        label: t(`rules.chatWho.${value}`),
      }))}
    />
  );
}
