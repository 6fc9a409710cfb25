import { roomHandle } from '@stoa/protocol';
import { type RoomCard, rooms } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { handleOf } from './room-card.ts';
import { useAnswer } from './use-answer.ts';
import { useMyself } from './use-me.ts';
import { useRhythm } from './use-rhythm.ts';
import { useRoom, useRoomView } from './use-store.ts';

/** Stands in the body of a question that is never asked. */
const nowhere = roomHandle('A'.repeat(22));

/**
 * The room as the app's server knows it, for somebody who is signed in. Undefined in rooms of links alone, and while it
 * is asked for.
 */
export function useRoomCard(): RoomCard | undefined {
  const room = useRoom();
  const handle = handleOf(room.link);
  const signedIn = useMyself().is === 'in';
  const asked = signedIn && handle !== undefined;
  const { data } = useAnswer(rooms.show, { room: handle ?? nowhere }, { enabled: asked });
  return asked ? data : undefined;
}

/** To be used once in a room: keeps the card about as fresh as the people in it change. */
export function useFreshRoomCard(): void {
  const card = useRoomCard();
  const answers = useQueryClient();
  const size = useRoomView((view) => view.canHear);
  // Who comes first asks before the server has heard that the room is open.
  const everyMs = card ? 30_000 : 60_000;
  useRhythm(size, everyMs, () => void answers.invalidateQueries({ queryKey: [rooms.show.path] }));
}
