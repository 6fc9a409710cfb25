import type { Found } from '@stoa/core/hallway';
import { idText } from '@stoa/core/hallway';
import { type AccountId, type PersonCard, type RoomCard, roomLimits } from '@stoa/protocol/social';
import type { Faces } from './faces.ts';
import { type LiveRoom, peopleIn, stageOf } from './live-room.ts';
import type { Ties } from './queries.ts';

/** A room, and what one person has to do with it. */
export type Sighting = {
  readonly room: LiveRoom;
  /** Absent for a look that the hallway did not order. */
  readonly found?: Found;
};

/** Who looks; a stranger has no ties. */
export type Onlooker = { readonly account: AccountId; readonly ties: Ties } | undefined;

/** Rooms as one person finds them; all the names that are not in memory are read at once. */
export async function cardsOf(
  sightings: readonly Sighting[],
  viewer: Onlooker,
  faces: Faces,
): Promise<RoomCard[]> {
  const chosen = sightings.map((sighting) => facesIn(sighting, viewer));
  const names = await faces.of(chosen.flatMap((people) => people.map(({ key }) => key)));
  // A room may have ended while names were read.
  return sightings.flatMap(({ room, found }, i) =>
    room.state === 'live' ? [cardOf(room, found, viewer, chosen[i]!, names)] : [],
  );
}

type Face = { readonly key: string; readonly onStage: boolean; readonly followed: boolean };

function facesIn({ room, found }: Sighting, viewer: Onlooker): Face[] {
  const friends = found && viewer ? found.friends.map((place) => idText(viewer.ties.follows, place)) : [];
  const isOnStage = (key: string) => {
    const seat = room.seats.get(key);
    return seat !== undefined && seat.role !== 'listener';
  };
  const chosen = new Map<string, Face>();
  for (const key of friends.filter(isOnStage)) chosen.set(key, { key, onStage: true, followed: true });
  for (const key of friends) {
    if (!chosen.has(key)) chosen.set(key, { key, onStage: false, followed: true });
  }
  for (const { account } of stageOf(room)) {
    if (chosen.size >= roomLimits.faces) break;
    const key = account.reveal();
    if (!chosen.has(key)) chosen.set(key, { key, onStage: true, followed: false });
  }
  return [...chosen.values()].sort((a, b) => Number(b.onStage) - Number(a.onStage));
}

function cardOf(
  room: LiveRoom,
  found: Found | undefined,
  viewer: Onlooker,
  chosen: readonly Face[],
  names: ReadonlyMap<string, PersonCard>,
): RoomCard {
  const { words, keyHash } = room;
  const links = viewer && words.kind === 'closed' ? room.invited.get(viewer.account.reveal()) : undefined;
  return {
    room: room.handle,
    kind: words.kind,
    topics: [...words.topics],
    languages: [...words.languages],
    guests: words.guests,
    hands: words.hands,
    capacity: words.capacity,
    people: peopleIn(room),
    onStage: stageOf(room).length,
    openedAt: room.openedAt,
    faces: chosen.flatMap(({ key, onStage, followed }) => {
      const card = names.get(key);
      return card ? [{ ...card, onStage, followed }] : [];
    }),
    friendsOnStage: found?.friendsOnStage ?? 0,
    friendsInAudience: found?.friendsInAudience ?? 0,
    ownClub: found?.ownClub ?? false,
    invited: viewer !== undefined && room.invited.has(viewer.account.reveal()),
    ...(words.title === undefined ? {} : { title: words.title }),
    ...(words.club ? { club: words.club } : {}),
    ...(keyHash && words.kind !== 'closed' ? { keyHash } : {}),
    ...(links && links.length > 0 ? { links: [...links] } : {}),
  };
}
