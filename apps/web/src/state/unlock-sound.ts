import type { Room } from '@stoa/client';

/** While the browser holds the sound back, every tap or key press is one more chance to start it. */
export function unlockSoundOnGesture(room: Room, target: EventTarget): () => void {
  const onGesture = () => {
    if (room.view.sound === 'blocked') room.listen().catch(() => undefined);
  };
  const kinds = ['pointerup', 'keydown'] as const;
  for (const kind of kinds) target.addEventListener(kind, onGesture, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) target.removeEventListener(kind, onGesture, { capture: true });
  };
}
