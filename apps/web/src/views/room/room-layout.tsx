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
import { ReactionLayer } from './chat/reactions.tsx';
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
  const covered = open && !wide;
  useFreshRoomCard();
  useTitle(t('room.documentTitle', { title: useRoomTitle() }));
  useKeptScroll(covered);
  return (
    <div className={classes('flex flex-col', covered ? 'h-dvh' : 'min-h-dvh')}>
      <div className={covered ? 'hidden' : 'contents'}>
        <RoomHeader />
      </div>
      <Notices />
      <main
        // Dimmed and out of reach while the connection is away: nothing done now would arrive.
        inert={away}
        className={classes(
          'mx-auto flex min-h-0 w-full max-w-6xl flex-1 flex-col transition-opacity',
          covered ? 'px-2 pt-2 pb-2' : 'px-4 pt-6 pb-10 sm:px-6',
          away && 'opacity-50',
        )}
      >
        {covered && (
          <>
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
      <ReactionLayer />
      <Dock />
    </div>
  );
}

function Places({ chat }: { chat: boolean }) {
  const wide = useWideRoom();
  const moderating = useRoomView((view) => view.me?.role === 'moderator') && wide;
  return (
    <div
      className={classes(
        'grid flex-1 grid-cols-[minmax(0,1fr)] content-start items-start gap-x-8 gap-y-8',
        (moderating || chat) && 'grid-cols-[minmax(0,1fr)_min(22rem,34%)]',
      )}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <PinCard />
        <Stage />
      </div>
      {(moderating || chat) && <Beside moderating={moderating} chat={chat} />}
      <Audience />
    </div>
  );
}

/** What stays in view while one looks through the audience. */
function Beside({ moderating, chat }: { moderating: boolean; chat: boolean }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={moderating ? t('room.moderation') : t('chat.title')}
      className={classes(
        'col-start-2 row-span-2 row-start-1 flex flex-col gap-4',
        chat && 'sticky top-4 h-[calc(100dvh-7.5rem)]',
      )}
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

/** While the chat has the place, the page behind it keeps where one was. */
function useKeptScroll(covered: boolean): void {
  const kept = useRef(0);
  useLayoutEffect(() => {
    if (!covered) return;
    kept.current = window.scrollY;
    window.scrollTo(0, 0);
    return () => {
      requestAnimationFrame(() => window.scrollTo(0, kept.current));
    };
  }, [covered]);
}
