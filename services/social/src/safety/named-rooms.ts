import type { RoomHandle } from '@stoa/protocol';
import { type AccountId, safetyLimits } from '@stoa/protocol/social';
import type { News } from '../news.ts';
import type { LiveRoom } from '../rooms/live-room.ts';
import type { LiveRooms } from '../rooms/live-rooms.ts';

/**
 * Which live rooms reports name. In memory alone: with the room it is gone. A room that several different people have
 * reported leaves the hallway until somebody of the safety team has looked; after that it stays, however many more report
 * it, so that a crowd cannot take a room out of sight for long.
 */
export class NamedRooms {
  readonly #rooms: LiveRooms;
  readonly #news: News;
  readonly #reporters = new Map<string, Set<string>>();
  readonly #reviewed = new Set<string>();
  readonly #byCase = new Map<string, Map<string, RoomHandle>>();

  constructor(rooms: LiveRooms, news: News) {
    this.#rooms = rooms;
    this.#news = news;
    news.listen((item) => {
      if (item.kind === 'roomEnded') this.#forget(item.room);
    });
  }

  note(safetyCase: string, room: RoomHandle, by: AccountId): void {
    // It may have ended while the report was stored.
    if (!this.#rooms.find(room)) return;
    const key = room.reveal();
    const named = this.#byCase.get(safetyCase) ?? new Map<string, RoomHandle>();
    named.set(key, room);
    this.#byCase.set(safetyCase, named);
    const reporters = this.#reporters.get(key) ?? new Set<string>();
    reporters.add(by.reveal());
    this.#reporters.set(key, reporters);
    if (reporters.size < safetyLimits.roomReporters || this.#reviewed.has(key)) return;
    if (this.#rooms.find(room)?.reported === false) this.#news.tell({ kind: 'roomReported', room });
  }

  /** Live rooms that reports of this case name. */
  of(safetyCase: string): readonly LiveRoom[] {
    return [...(this.#byCase.get(safetyCase)?.values() ?? [])].flatMap((handle) => {
      const room = this.#rooms.find(handle);
      return room ? [room] : [];
    });
  }

  /** Somebody has looked: the rooms may be found again. */
  review(safetyCase: string): void {
    for (const room of this.of(safetyCase)) {
      this.#reviewed.add(room.handle.reveal());
      if (room.reported) this.#news.tell({ kind: 'roomReviewed', room: room.handle });
    }
    this.#byCase.delete(safetyCase);
  }

  #forget(room: RoomHandle): void {
    const key = room.reveal();
    this.#reporters.delete(key);
    this.#reviewed.delete(key);
    for (const [safetyCase, named] of this.#byCase) {
      named.delete(key);
      if (named.size === 0) this.#byCase.delete(safetyCase);
    }
  }
}
