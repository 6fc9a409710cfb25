import { linkFragment, type RoomHandle } from '@stoa/protocol';
import { rooms } from '@stoa/protocol/social';
import type { z } from 'zod';
import type { Person, useTown } from './town.ts';

type Town = ReturnType<typeof useTown>;
type Wish = Partial<z.output<typeof rooms.create.body>>;

/** A room that this person opened and stands in as its moderator. */
export async function roomOf(town: Town, opener: Person, wish: Wish = {}): Promise<RoomHandle> {
  const { room } = await opener.call(rooms.create, {
    keyHash: new Uint8Array(32),
    kind: 'open',
    ...(wish.kind === 'closed' ? {} : { title: 'Tea and talk' }),
    topics: [],
    languages: ['en'],
    capacity: 100,
    guests: false,
    hands: 'all',
    ...wish,
  });
  town.voice.happen({ kind: 'opened', room });
  seat(town, opener, room, 'moderator');
  if (wish.kind !== 'closed')
    await opener.call(rooms.announce, { room, keyHash: linkFragment('A'.repeat(22)) });
  return room;
}

/** The voice plane says where somebody is. */
export function seat(
  town: Town,
  person: Pick<Person, 'id'>,
  room: RoomHandle,
  role: 'moderator' | 'speaker' | 'listener' | 'gone',
): void {
  town.voice.happen({ kind: 'seat', room, subject: town.house.pseudonym(person.id, room), role });
}

/** Takes a token and a seat in the audience. */
export async function comeIn(town: Town, person: Person, room: RoomHandle): Promise<void> {
  await person.call(rooms.join, { room, keyHash: new Uint8Array(32) });
  seat(town, person, room, 'listener');
}
