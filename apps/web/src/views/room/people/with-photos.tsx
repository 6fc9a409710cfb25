import type { RoomHandle } from '@stoa/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { useRoomCard } from '../../../state/use-room-card.ts';
import { noPhotos, type Photos, StagePhotos, useStagePhotos } from '../../../state/use-stage-photos.ts';

/** In rooms of people with accounts, those on stage have faces. */
export function WithPhotos({ children }: { children: ReactNode }) {
  const card = useRoomCard();
  const [photos, setPhotos] = useState(noPhotos);
  return (
    <StagePhotos value={photos}>
      {card && <Load room={card.room} onLoaded={setPhotos} />}
      {children}
    </StagePhotos>
  );
}

/** Asks beside the stage, so that seats which stand there already stay as they are. */
function Load({ room, onLoaded }: { room: RoomHandle; onLoaded: (photos: Photos) => void }) {
  const photos = useStagePhotos(room);
  useEffect(() => onLoaded(photos), [photos, onLoaded]);
  return null;
}
