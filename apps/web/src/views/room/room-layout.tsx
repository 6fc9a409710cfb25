import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { useWideRoom } from '../../state/use-media.ts';
import { useFreshRoomCard } from '../../state/use-room-card.ts';
import { useRoomView } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { useChatOpen } from './chat/chat-open.tsx';
import { ChatPanel } from './chat/chat-panel.tsx';
import { PinCard } from './chat/pin-card.tsx';
import { StageStrip } from './chat/stage-strip.tsx';
import { Dock } from './dock.tsx';
import { Moderation } from './moderation.tsx';
import { Notices } from './notices.tsx';
import { Audience } from './people/audience.tsx';
import { PersonMenus } from './person-menu.tsx';
import { RoomHeader } from './room-header.tsx';
import { Stage } from './stage.tsx';
import { useRoomTitle } from './use-room-title.ts';

/** Stage and audience, with what people write beside them or, on a phone, in their place; the controls below. */
export function RoomLayout() {
  const { t } = useTranslation();
  const wide = useWideRoom();
  const { open } = useChatOpen();
  const away = useRoomView((view) => view.phase.is === 'reconnecting');
  const title = useRoomTitle();
  const covered = open && !wide;
  useFreshRoomCard();
  useTitle(t('room.documentTitle', { title }));
  useKeptScroll(open);
  return (
    <div className={classes('flex flex-col', open ? 'h-dvh' : 'min-h-dvh')}>
      <div className={covered ? 'hidden' : 'contents'}>
        <RoomHeader />
      </div>
      <Notices />
      <main
        // Dimmed and out of reach while the connection is away: nothing done now would arrive.
        inert={away}
        className={classes(
          'mx-auto flex min-h-0 w-full max-w-6xl flex-1 flex-col transition-opacity',
          covered ? 'p-2' : open ? 'px-4 pt-6 sm:px-6' : 'px-4 pt-6 pb-10 sm:px-6',
          away && 'opacity-50',
        )}
      >
        {covered && (
          <>
            <h1 className="sr-only">{title}</h1>
            <StageStrip />
            <ChatPanel />
          </>
        )}
        <div className={covered ? 'hidden' : 'contents'}>
          <PersonMenus>
            <Places chat={open && wide} />
          </PersonMenus>
        </div>
      </main>
      <Dock />
    </div>
  );
}

function Places({ chat }: { chat: boolean }) {
  const wide = useWideRoom();
  const moderating = useRoomView((view) => view.me?.role === 'moderator') && wide;
  const beside = moderating || chat;
  return (
    <div
      className={classes(
        'grid min-h-0 flex-1 gap-x-8',
        beside ? 'grid-cols-[minmax(0,1fr)_min(22rem,34%)]' : 'grid-cols-[minmax(0,1fr)]',
      )}
    >
      <div
        // What scrolls by itself must be reached by the keyboard.
        tabIndex={chat ? 0 : undefined}
        className={classes(
          'grid grid-cols-[minmax(0,1fr)] content-start gap-8 outline-none',
          chat && '-mx-2 overflow-y-auto overscroll-contain px-2 pb-8',
        )}
      >
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <PinCard />
          <Stage />
        </div>
        <Audience />
      </div>
      {beside && <Beside moderating={moderating} chat={chat} />}
    </div>
  );
}

function Beside({ moderating, chat }: { moderating: boolean; chat: boolean }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t(moderating ? 'room.moderation' : 'chat.title')}
      className={classes('flex flex-col gap-4', chat && 'min-h-0 pb-4')}
    >
      {moderating && (
        <div className={classes('shrink-0', chat && 'max-h-[45%] overflow-y-auto rounded-3xl')}>
          <Moderation />
        </div>
      )}
      {chat && <ChatPanel />}
    </aside>
  );
}

/** With the chat the parts of the page scroll each by itself; without it the page is where it was. */
function useKeptScroll(open: boolean): void {
  const kept = useRef(0);
  useLayoutEffect(() => {
    if (!open) return;
    kept.current = window.scrollY;
    window.scrollTo(0, 0);
    return () => {
      requestAnimationFrame(() => window.scrollTo(0, kept.current));
    };
  }, [open]);
}
