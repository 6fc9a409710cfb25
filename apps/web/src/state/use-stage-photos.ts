import type { RoomHandle } from '@stoa/protocol';
import { type ImageId, rooms } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';
import { boundOf, type RosterPerson } from './room-people.ts';
import { useRhythm } from './use-rhythm.ts';
import { useRoomPeople } from './use-room-people.ts';
import { useRoomView } from './use-store.ts';

export type Photos = ReadonlyMap<string, ImageId>;
export const noPhotos: Photos = new Map();
export const StagePhotos = createContext(noPhotos);

/** Photos of those on stage, by account, as the app's server has them there. */
export function useStagePhotos(room: RoomHandle): Photos {
  const answers = useQueryClient();
  const { data } = useRoomPeople(room, 'stage');
  const seats = useRoomView((view) => view.stage.map(({ leaf }) => leaf).join());
  useRhythm(seats, 2_500, () => {
    void answers.invalidateQueries({ queryKey: [rooms.people.path, room.reveal(), 'stage'] });
  });
  return useMemo(() => {
    const people = data?.pages.flatMap((page) => page.people) ?? [];
    return new Map(people.flatMap(({ account, image }) => (image ? [[account.reveal(), image]] : [])));
  }, [data]);
}

/**
 * Shown only where two agree: the person's own device, which says whose account it is, and the server, by which that
 * account is on stage here. The name of a stranger's account alone brings no face.
 */
export function useStagePhoto(person: RosterPerson): ImageId | undefined {
  const photos = use(StagePhotos);
  const bound = boundOf(person);
  return bound && photos.get(bound.id.reveal());
}
