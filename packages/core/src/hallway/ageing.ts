import { freshness } from './points.ts';
import type { Slot } from './words.ts';

type Opened = { readonly slot: Slot; readonly born: number; readonly at: number };

/** Which rooms have just left one of the steps of youth. Rooms come in the order in which they opened. */
export class Ageing {
  readonly #queues = freshness.map(() => ({ rooms: [] as Opened[], done: 0 }));

  add(room: Opened): void {
    this.#queues[0]!.rooms.push(room);
  }

  /** Calls `older` for each room that passed a step by `now`; a room that has closed meanwhile is among them. */
  pass(now: number, older: (slot: Slot, born: number, points: number) => void): void {
    this.#queues.forEach((queue, step) => {
      const { belowMs } = freshness[step]!;
      for (;;) {
        const room = queue.rooms[queue.done];
        if (!room || now - room.at < belowMs) break;
        queue.done += 1;
        this.#queues[step + 1]?.rooms.push(room);
        older(room.slot, room.born, freshness[step + 1]?.points ?? 0);
      }
      // What is done is dropped once it is the greater part, so that each room is moved once on average.
      if (queue.done > 32 && queue.done * 2 > queue.rooms.length) {
        queue.rooms.splice(0, queue.done);
        queue.done = 0;
      }
    });
  }
}
