import { ArrowDown, MessagesSquare } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { turnsOf } from '../../../state/chat-lines.ts';
import { useRoomView } from '../../../state/use-store.ts';
import { ChatTurn } from './chat-turn.tsx';
import { LineMenus } from './line-menu.tsx';

/** So close to the end counts as being there. */
const nearPx = 48;

/** At most two hundred lines; stays at the newest unless one has scrolled up to read. */
export function ChatList() {
  const { t } = useTranslation();
  const lines = useRoomView((view) => view.chat.lines);
  const turns = useMemo(() => turnsOf(lines), [lines]);
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {};
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearPx;
    if (atEnd.current) setBehind(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes the list is the lines
  useLayoutEffect(() => {
    if (atEnd.current || lines.at(-1)?.isMe) toEnd();
    else setBehind(true);
  }, [lines]);
  useEffect(() => {
    if (!list.current || typeof ResizeObserver !== 'function') return;
    // A window or a panel that changes its height, such as for a phone's keyboard.
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
    });
    sizes.observe(list.current);
    return () => sizes.disconnect();
  }, []);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* Not announced line by line: sentences about what is new come from elsewhere, gathered. */}
      <div
        ref={list}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={t('chat.lines')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain px-4 py-4 focus-visible:-outline-offset-4"
      >
        {turns.length === 0 ? (
          <div className="my-auto grid justify-items-center gap-2 px-4 py-8 text-center text-soft">
            <MessagesSquare aria-hidden="true" className="size-8 text-accent" />
            <p className="max-w-56">{t('chat.empty')}</p>
          </div>
        ) : (
          <LineMenus>
            {/* Few lines stand at the bottom, where the next one comes. */}
            <div className="mt-auto grid grid-cols-[minmax(0,1fr)] gap-4">
              {turns.map((turn) => (
                <ChatTurn key={turn.key} turn={turn} />
              ))}
            </div>
          </LineMenus>
        )}
      </div>
      {behind && (
        <Button
          look="primary"
          size="small"
          icon={ArrowDown}
          className="absolute! bottom-3 left-1/2 -translate-x-1/2 shadow-float"
          onClick={toEnd}
        >
          {t('chat.newer')}
        </Button>
      )}
    </div>
  );
}
