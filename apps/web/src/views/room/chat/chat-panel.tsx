import { Pin, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../design/button.tsx';
import { useMedia } from '../../../state/use-media.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';
import { ChatList } from './chat-list.tsx';
import { useChatOpen } from './chat-open.tsx';
import { ChatSpoken } from './chat-spoken.tsx';
import { ReactionButton } from './reactions.tsx';
import { WriteBox } from './write-box.tsx';

/** What people write. Beside the stage where there is room; on a phone in its place, above the controls. */
export function ChatPanel() {
  const { t } = useTranslation();
  const id = useId();
  const { setOpen } = useChatOpen();
  const { pinThis } = useActs();
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  const panel = useRef<HTMLElement>(null);
  const byKeyboard = useMedia('(pointer: fine)');
  useEffect(() => {
    // On a touch screen the keyboard would cover what there is to read.
    const first = byKeyboard ? panel.current?.querySelector<HTMLElement>('textarea') : panel.current;
    (first ?? panel.current)?.focus({ preventScroll: true });
  }, [byKeyboard]);
  const close = () => {
    setOpen(false);
    document.querySelector<HTMLElement>('[data-chat-button]')?.focus();
  };
  const onKey = (press: KeyboardEvent) => {
    if (press.key === 'Escape' && !press.defaultPrevented) close();
  };
  return (
    <section
      ref={panel}
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={onKey}
      className="appear flex min-h-0 flex-1 flex-col overflow-hidden rounded-3xl border border-line bg-surface shadow-lift outline-none"
    >
      <div className="flex items-center gap-1 border-b border-line py-1.5 ps-5 pe-1.5">
        <h2 id={id} className="flex-1 font-semibold">
          {t('chat.title')}
        </h2>
        {/* On a narrow phone the controls have no place for it. */}
        <ReactionButton className="border-transparent! bg-transparent! min-[27rem]:hidden" />
        {moderating && <IconButton icon={Pin} label={t('chat.pin')} onClick={() => pinThis('')} />}
        <IconButton icon={X} label={t('chat.close')} onClick={close} />
      </div>
      <ChatList />
      <WriteBox />
      <ChatSpoken />
    </section>
  );
}
