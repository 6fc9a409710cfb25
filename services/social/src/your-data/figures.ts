import type { Figures } from '@stoa/protocol/social';
import { sql } from 'kysely';
import type { House } from '../feature.ts';
import type { Database } from '../ports.ts';
import { peopleIn } from '../rooms/live-room.ts';
import { dayAfter } from '../store/day.ts';

const minuteMs = 60_000;

/** How many accounts there are, and how many of them are new. */
export async function registeredFigures(
  db: Database,
  now: number,
): Promise<Pick<Figures, 'registered' | 'registeredSixDays'>> {
  const row = await db
    .selectFrom('accounts')
    .where(sql<boolean>`not exists (select from leaving where account = accounts.id)`)
    .select((eb) => [
      eb.fn.countAll<number>().as('registered'),
      sql<number>`count(*) filter (where created_on >= ${dayAfter(now, -6)})`.as('registeredSixDays'),
    ])
    .executeTakeFirstOrThrow();
  return row;
}

/** Sums over the rooms that live now. Once a minute it adds how many people are in them; whose minutes is kept nowhere. */
export class RoomFigures {
  readonly #house: House;
  #minutes = 0;
  #cancel = () => {};

  constructor(house: House) {
    this.#house = house;
  }

  start(): void {
    this.#cancel = this.#house.clock.after(minuteMs, () => {
      for (const room of this.#house.hall.rooms.all()) this.#minutes += peopleIn(room);
      this.start();
    });
  }

  stop(): void {
    this.#cancel();
  }

  now(): Omit<Figures, 'registered' | 'registeredSixDays'> {
    const sum = { liveRooms: 0, inRooms: 0, listeners: 0, minutes: this.#minutes };
    for (const room of this.#house.hall.rooms.all()) {
      if (room.state !== 'live') continue;
      sum.liveRooms += 1;
      sum.inRooms += peopleIn(room);
      sum.listeners += room.guests.size;
      for (const { role } of room.seats.values()) if (role === 'listener') sum.listeners += 1;
    }
    return sum;
  }
}
