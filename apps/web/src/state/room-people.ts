import type { RoomView } from '@stoa/client';

export type RosterPerson = RoomView['audience']['people'][number];

/** Below so many people nobody needs a search. */
export const searchFrom = 12;

/** What a person's device proved about itself: whose it is, and its published key. */
export const boundOf = (person: RosterPerson): RosterPerson['account'] => person.account;

export type Seats = ReadonlyMap<string, RosterPerson>;

/** Where an account sits in the room, for what only the room itself can do about a person. */
export function seatsByAccount(people: readonly RosterPerson[]): Seats {
  const seats = new Map<string, RosterPerson>();
  for (const person of people) {
    const bound = boundOf(person);
    if (bound) seats.set(bound.id.reveal(), person);
  }
  return seats;
}

/** People behind whom no account stands. */
export const guestsAmong = (people: readonly RosterPerson[]): readonly RosterPerson[] =>
  people.filter((person) => boundOf(person) === undefined);
