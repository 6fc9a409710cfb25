import type { RoomHandle } from '@stoa/protocol';
import { rooms } from '@stoa/protocol/social';
import type { z } from 'zod';
import { usePages } from './use-answer.ts';
import { useApp } from './use-store.ts';

type Ask = z.output<typeof rooms.people.body>;
export type PersonHere = z.output<typeof rooms.people.reply>['people'][number];

/** One part of who is in the room, page by page, as the app's server shows it to this person. */
export function useRoomPeople(room: RoomHandle, part: Ask['part'], text = '') {
  const { call } = useApp();
  return usePages([rooms.people.path, room.reveal(), part, text], async ({ cursor }, signal) => {
    const after = cursor === undefined ? {} : { after: Number(cursor) };
    const { next, ...page } = await call(
      rooms.people,
      { room, part, ...(text !== '' && { text }), ...after },
      signal,
    );
    return { ...page, next: next === undefined ? undefined : String(next) };
  });
}
