import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { mediaControls } from '../../state/media-session.ts';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useMicrophone } from './use-microphone.ts';

/** Mute and hang up from the lock screen, the headset and the browser's own media panel. */
export function MediaControls() {
  const { t } = useTranslation();
  const room = useRoom();
  const { muted, toggle } = useMicrophone();
  const onStage = useRoomView((view) => view.me !== undefined && view.me.role !== 'listener');
  const title = t('room.mediaTitle');
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    return mediaControls(
      navigator.mediaSession,
      title,
      {
        toggleMicrophone: () => onStage && toggle(),
        hangUp: () => room.leave(),
        listen: () => void room.listen().catch(() => undefined),
      },
      () => room.view.phase.is !== 'closed',
    );
  }, [room, title, onStage, toggle]);
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    // Tells the device whether the microphone is open, where it shows that.
    void navigator.mediaSession.setMicrophoneActive?.(onStage && !muted);
  }, [onStage, muted]);
  return null;
}
