import type { Clock } from '@stoa/control';
import { roomHandle } from '@stoa/protocol';
import { voiceSubjects, voiceWords } from '@stoa/protocol/fleet';
import type { GuestWord, RoomsApiOptions } from '../http/rooms-api.ts';
import type { VoiceBus } from './bus.ts';
import { VoicePlaneAway } from './far-plane.ts';

const answerMs = 2_000;
type Guests = NonNullable<RoomsApiOptions['guests']>;

/** The social app's end: says who may come into its rooms without an account. */
export function answerForGuests(bus: VoiceBus, guests: Guests): void {
  bus.hear(voiceSubjects.guest, 'guest', voiceWords.guest, ({ from, id, room }) => {
    void (async () => {
      const word = await guests.guestMayJoin(roomHandle(room));
      bus.say(voiceSubjects.guestAnswer(from), 'guest answer', { id, word });
    })();
  });
}

/** A control's end, where the social app is another process. Rejects while nobody answers: a closed room stays closed. */
export function askForGuests(bus: VoiceBus, clock: Clock, life: string, freshId: () => string): Guests {
  const asked = new Map<string, (word: GuestWord) => void>();
  bus.hear(voiceSubjects.guestAnswer(life), 'guest answer', voiceWords.guestAnswer, ({ id, word }) =>
    asked.get(id)?.(word),
  );
  return {
    guestMayJoin: (room) =>
      new Promise((resolve, reject) => {
        const id = freshId();
        const stop = clock.after(answerMs, () => {
          asked.delete(id);
          reject(new VoicePlaneAway());
        });
        asked.set(id, (word) => {
          stop();
          asked.delete(id);
          resolve(word);
        });
        bus.say(voiceSubjects.guest, 'guest', { from: life, id, room: room.reveal() });
      }),
  };
}
