import type { Slot } from '@stoa/core/hallway';
import { fold } from '@stoa/core/people';
import type { LiveRoom } from '../rooms/live-room.ts';
import type { LiveRooms } from '../rooms/live-rooms.ts';

/** What rooms are searched by: title, club, topics. In memory, as the rooms themselves. */
export class RoomWordIndex {
  readonly #texts = new Map<Slot, string>();

  constructor(rooms: LiveRooms) {
    rooms.onChange(({ what, room }) => {
      if (room.slot === undefined) return;
      if (what === 'ended') this.#texts.delete(room.slot);
      else if (what === 'listed' || what === 'words') this.#texts.set(room.slot, textOf(room));
    });
  }

  /** Rooms whose text has every word of the query, as part of a word too: scripts without spaces need that. */
  find(query: string): ReadonlySet<Slot> {
    const found = new Set<Slot>();
    const words = fold(query).split(/\s+/u).filter(Boolean);
    if (words.length === 0) return found;
    for (const [slot, text] of this.#texts) {
      if (words.every((word) => text.includes(word))) found.add(slot);
    }
    return found;
  }
}

const textOf = ({ words }: LiveRoom): string =>
  [words.title ?? '', words.club?.name ?? '', ...words.topics].map(fold).join('\n');
