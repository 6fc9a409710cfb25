import type { Room } from '@stoa/client';
import { useEffect } from 'react';
import { shortcutOf } from '../../state/shortcuts.ts';
import { unlockSoundOnGesture } from '../../state/unlock-sound.ts';
import { RoomContext, usePrefs, useRoom } from '../../state/use-store.ts';
import { ChatOpenProvider, useChatOpen } from './chat/chat-open.tsx';
import { PinDialog } from './chat/pin-dialog.tsx';
import { ConfirmDialogs } from './confirm-dialogs.tsx';
import { EndDialog } from './end-dialog.tsx';
import { HearDialog } from './hear-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MicrophoneDialog, MicrophoneTrouble } from './microphone-dialogs.tsx';
import { PathDialog } from './path-dialog.tsx';
import { PersonSheet } from './people/person-sheet.tsx';
import { RoomActsProvider, useActs } from './room-acts.tsx';
import { RoomLayout } from './room-layout.tsx';
import { RoomLogPanel } from './room-log-panel.tsx';
import { RoomReport } from './room-report.tsx';
import { RulesDialog } from './rules/rules-dialog.tsx';
import { ShareDialog } from './share/share-dialog.tsx';
import { Spoken } from './spoken.tsx';
import { useHand } from './use-hand.ts';
import { useMicrophone } from './use-microphone.ts';

/** The room as somebody inside sees it, connected or for the moment not. */
export function RoomScreen({ room }: { room: Room }) {
  return (
    <RoomContext value={room}>
      <RoomActsProvider>
        <ChatOpenProvider>
          <RoomLayout />
          <Keys />
        </ChatOpenProvider>
        <ShareDialog />
        <RulesDialog />
        <PinDialog />
        <PersonSheet />
        <ConfirmDialogs />
        <RoomReport />
        <HearDialog />
        <PathDialog />
        <HelpDialog />
        <InviteDialog />
        <MicrophoneDialog />
        <MicrophoneTrouble />
        <EndDialog />
        <RoomLogPanel />
        <Spoken />
      </RoomActsProvider>
    </RoomContext>
  );
}

/** Single keys, for people on a keyboard who did not turn them off, and sound for a browser that wants a gesture. */
function Keys() {
  const room = useRoom();
  const { shortcuts } = usePrefs();
  const { show } = useActs();
  const { toggle: toggleMute } = useMicrophone();
  const { toggle: toggleHand } = useHand();
  const { open, setOpen } = useChatOpen();
  useEffect(() => unlockSoundOnGesture(room, window), [room]);
  useEffect(() => {
    if (!shortcuts) return;
    const onKey = (press: KeyboardEvent) => {
      const shortcut = shortcutOf(press);
      const role = room.view.me?.role;
      if (shortcut === 'help') show('help');
      if (shortcut === 'chat') {
        // The letter itself is not to be written.
        press.preventDefault();
        setOpen(!open);
      }
      if (shortcut === 'mute' && role !== undefined && role !== 'listener') toggleMute();
      if (shortcut === 'hand' && role === 'listener') toggleHand();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [room, shortcuts, show, toggleMute, toggleHand, open, setOpen]);
  return null;
}
