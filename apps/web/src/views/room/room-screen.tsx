import type { Room } from '@stoa/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { shortcutOf } from '../../state/shortcuts.ts';
import { unlockSoundOnGesture } from '../../state/unlock-sound.ts';
import { useWideRoom } from '../../state/use-media.ts';
import { RoomContext, usePrefs, useRoom, useRoomView } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { Audience } from './audience.tsx';
import { Dock } from './dock.tsx';
import { EndDialog } from './end-dialog.tsx';
import { HearDialog } from './hear-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MicrophoneDialog, MicrophoneTrouble } from './microphone-dialogs.tsx';
import { Moderation } from './moderation.tsx';
import { Notices } from './notices.tsx';
import { RoomActsProvider, useActs } from './room-acts.tsx';
import { RoomHeader } from './room-header.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { Spoken } from './spoken.tsx';
import { Stage } from './stage.tsx';
import { useHand } from './use-hand.ts';
import { useMicrophone } from './use-microphone.ts';

/** The room as somebody inside sees it, connected or for the moment not. */
export function RoomScreen({ room }: { room: Room }) {
  return (
    <RoomContext value={room}>
      <RoomActsProvider>
        <Layout />
        <ShareDialog />
        <HearDialog />
        <HelpDialog />
        <InviteDialog />
        <MicrophoneDialog />
        <MicrophoneTrouble />
        <EndDialog />
        <Spoken />
        <Keys />
      </RoomActsProvider>
    </RoomContext>
  );
}

function Layout() {
  const { t } = useTranslation();
  const moderating = useRoomView((view) => view.me?.role === 'moderator');
  const beside = useWideRoom();
  const away = useRoomView((view) => view.phase.is === 'reconnecting');
  const title = useRoomView((view) => view.title);
  useTitle(t('room.documentTitle', { title: title || t('room.untitled') }));
  return (
    <div className="flex min-h-dvh flex-col">
      <RoomHeader />
      <Notices />
      <main className="mx-auto flex w-full max-w-6xl flex-1 flex-col px-4 pt-6 pb-10 sm:px-6">
        <div
          // Dimmed and out of reach while the connection is away: nothing done now would arrive.
          inert={away}
          className={classes(
            'grid flex-1 grid-cols-[minmax(0,1fr)] content-start gap-8 transition-opacity',
            moderating && 'lg:grid-cols-[minmax(0,1fr)_min(22rem,34%)]',
            away && 'opacity-50',
          )}
        >
          <Stage />
          {moderating && beside && (
            <aside aria-label={t('room.moderation')} className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
              <Moderation />
            </aside>
          )}
          <Audience />
        </div>
      </main>
      <Dock />
    </div>
  );
}

/** Single keys, for people on a keyboard who did not turn them off, and sound for a browser that wants a gesture. */
function Keys() {
  const room = useRoom();
  const { shortcuts } = usePrefs();
  const { show } = useActs();
  const { toggle: toggleMute } = useMicrophone();
  const { toggle: toggleHand } = useHand();
  useEffect(() => unlockSoundOnGesture(room, window), [room]);
  useEffect(() => {
    if (!shortcuts) return;
    const onKey = (press: KeyboardEvent) => {
      const shortcut = shortcutOf(press);
      const role = room.view.me?.role;
      if (shortcut === 'help') show('help');
      if (shortcut === 'mute' && role !== undefined && role !== 'listener') toggleMute();
      if (shortcut === 'hand' && role === 'listener') toggleHand();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [room, shortcuts, show, toggleMute, toggleHand]);
  return null;
}
