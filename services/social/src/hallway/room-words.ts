import type { Slot } from '@stoa/core/hallway';
import { fold } from '@stoa/core/people';
import type { LiveRoom } from '../rooms/live-room.ts';
import type { LiveRooms } from '../rooms/live-rooms.ts';

/** What rooms are searched by: title, club, topics. In memory, as the rooms themselves. */
export class RoomWordIndex {
  readonly #wordsOf = new Map<Slot, readonly string[]>();
  /** Rooms say the same words again and again: a search goes through the words, not through the rooms. */
  readonly #slotsOf = new Map<string, Set<Slot>>();

  constructor(rooms: LiveRooms) {
    rooms.onChange(({ what, room }) => {
      if (room.slot === undefined) return;
      if (what === 'ended') this.#put(room.slot, []);
      else if (what === 'listed' || what === 'words') this.#put(room.slot, wordsIn(room));
    });
  }

  /** Rooms whose text has every word of the query, as part of a word too: scripts without spaces need that. */
  find(query: string): ReadonlySet<Slot> {
    const [first, ...more] = wordsOf(query);
    let found = first === undefined ? new Set<Slot>() : this.#having(first);
    for (const word of more) {
      const also = this.#having(word);
      found = new Set([...found].filter((slot) => also.has(slot)));
    }
    return found;
  }

  #having(part: string): Set<Slot> {
    const found = new Set<Slot>();
    for (const [word, slots] of this.#slotsOf) {
      if (word.includes(part)) for (const slot of slots) found.add(slot);
    }
    return found;
  }

  #put(slot: Slot, words: readonly string[]): void {
    for (const word of this.#wordsOf.get(slot) ?? []) {
      const slots = this.#slotsOf.get(word);
      slots?.delete(slot);
      if (slots?.size === 0) this.#slotsOf.delete(word);
    }
    if (words.length === 0) this.#wordsOf.delete(slot);
    else this.#wordsOf.set(slot, words);
    for (const word of words) {
      const slots = this.#slotsOf.get(word);
      if (slots) slots.add(slot);
      else this.#slotsOf.set(word, new Set([slot]));
    }
  }
}

const wordsOf = (text: string): string[] => fold(text).split(/\s+/u).filter(Boolean);

const wordsIn = ({ words }: LiveRoom): string[] => [
  ...new Set([words.title ?? '', words.club?.name ?? '', ...words.topics].flatMap(wordsOf)),
];
