import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** The microphone of somebody on stage. */
export function useMicrophone() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act, tell } = useActs();
  const muted = useRoomView((view) => view.me?.muted ?? true);
  const asking = useRoomView((view) => view.microphone === 'asking');
  const toggle = useCallback(() => {
    const next = !(room.view.me?.muted ?? true);
    void act(room.setMuted(next)).then((done) => done && tell(t(next ? 'say.muted' : 'say.unmuted')));
  }, [room, act, tell, t]);
  return { muted, asking, toggle };
}
