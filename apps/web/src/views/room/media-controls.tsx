import type { Room } from '@stoa/client';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { mediaControls } from '../../state/media-session.ts';
import { useVisit } from '../../state/use-store.ts';

/** Mute and hang up from the lock screen, the headset and the browser's own media panel, wherever in the app one is. */
export function MediaControls() {
  const visit = useVisit();
  return visit.is === 'in' && 'mediaSession' in navigator ? <Controls room={visit.room} /> : null;
}

function Controls({ room }: { room: Room }) {
  const { t } = useTranslation();
  const over = useSyncExternalStore(room.subscribe, () => room.view.phase.is === 'closed');
  const onStage = useSyncExternalStore(
    room.subscribe,
    () => room.view.me !== undefined && room.view.me.role !== 'listener',
  );
  const muted = useSyncExternalStore(room.subscribe, () => room.view.me?.muted ?? true);
  const title = t('room.mediaTitle');
  useEffect(() => {
    if (over) return;
    return mediaControls(navigator.mediaSession, title, {
      // What is refused shows where the room is; here there is nowhere to say it.
      setMicrophone: (open) =>
        void (onStage && room.setMuted(open === undefined ? !room.view.me?.muted : !open)),
      hangUp: () => room.leave(),
      listen: () => void room.listen().catch(() => undefined),
    });
  }, [room, title, onStage, over]);
  useEffect(() => {
    // Tells the device whether the microphone is open, where it shows that.
    void navigator.mediaSession.setMicrophoneActive?.(onStage && !muted && !over);
  }, [onStage, muted, over]);
  return null;
}
