import { IdIndex, idFromText, includesId, wordsPerId } from '@stoa/core/hallway';
import { fold } from '@stoa/core/people';
import type { AccountId, rooms } from '@stoa/protocol/social';
import { roomLimits } from '@stoa/protocol/social';
import type { z } from 'zod';
import type { Faces } from './faces.ts';
import { type LiveRoom, onStage, type Seat, stageOf } from './live-room.ts';
import type { TiesKept } from './ties-kept.ts';

type Ask = z.output<typeof rooms.people.body>;
type Page = z.output<typeof rooms.people.reply>;

/** One page of who is in a room, as one of its people may see it. */
export async function peopleHere(
  room: LiveRoom,
  viewer: AccountId,
  ask: Ask,
  parts: { readonly faces: Faces; readonly ties: TiesKept },
): Promise<Page> {
  const followed = await followedByStage(room, parts.ties);
  const { blocked } = await parts.ties.of(viewer);
  const shown = [...room.seats.values()].filter(
    ({ account }) => !includesId(blocked, idFromText(account.reveal())),
  );
  const isFollowed = ({ account }: Seat) => followed.first(idFromText(account.reveal()), 0) >= 0;
  const parted = shown.filter((seat) => {
    if (ask.part === 'all') return true;
    if (onStage(seat)) return ask.part === 'stage';
    return ask.part === (isFollowed(seat) ? 'followed' : 'others');
  });
  const from = ask.after ?? 0;
  const named = async (seats: readonly Seat[]) => {
    await parts.faces.load(seats.map(({ account }) => account.reveal()));
    return seats.flatMap((seat) => {
      const card = parts.faces.card(seat.account.reveal());
      return card ? [{ ...card, role: seat.role, followed: isFollowed(seat) }] : [];
    });
  };
  const words = ask.text === undefined ? [] : fold(ask.text).split(/\s+/u).filter(Boolean);
  // To search, all names are needed; they are in memory after the first time.
  const found =
    words.length === 0
      ? undefined
      : (await named(parted)).filter(({ name, handle }) => {
          const text = `${fold(name)} ${fold(handle)}`;
          return words.every((word) => text.includes(word));
        });
  const total = found ? found.length : parted.length;
  const until = from + roomLimits.pageEntries;
  return {
    people: found ? found.slice(from, until) : await named(parted.slice(from, until)),
    total,
    guests: room.guests.size,
    ...(until < total ? { next: until } : {}),
  };
}

async function followedByStage(room: LiveRoom, ties: TiesKept): Promise<IdIndex> {
  const followed = new IdIndex();
  for (const { follows } of await Promise.all(stageOf(room).map(async (s) => await ties.of(s.account)))) {
    for (let at = 0; at < follows.length; at += wordsPerId) followed.add(follows, at, 0);
  }
  return followed;
}
