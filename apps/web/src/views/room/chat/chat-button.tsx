import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { useChatOpen, useUnseen } from './chat-open.tsx';

/** Opens and closes what people write; a dot says that there is something new. */
export function ChatButton() {
  const { t } = useTranslation();
  const { open, setOpen } = useChatOpen();
  const fresh = useUnseen();
  return (
    <Button
      look={open ? 'live' : 'soft'}
      icon={MessageCircle}
      aria-pressed={open}
      aria-label={fresh > 0 ? t('chat.openNew', { count: fresh }) : t('chat.title')}
      data-chat-button=""
      className="relative px-3!"
      onClick={() => setOpen(!open)}
    >
      {fresh > 0 && (
        <span
          aria-hidden="true"
          className="absolute -end-0.5 -top-0.5 size-3.5 rounded-full border-2 border-surface bg-accent"
        />
      )}
    </Button>
  );
}
