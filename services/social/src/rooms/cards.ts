import { type Found, idText } from '@stoa/core/hallway';
import { type AccountId, type RoomCard, roomCardSchema, roomLimits } from '@stoa/protocol/social';
import type { Faces } from './faces.ts';
import { type LiveRoom, onStage, peopleIn, stageOf } from './live-room.ts';
import type { Ties } from './queries.ts';

/** A room, and what one person has to do with it; nothing for a look that the hallway did not order. */
export type Sighting = { readonly room: LiveRoom; readonly found?: Found };

/** Who looks; a stranger has no ties. */
export type Onlooker = { readonly account: AccountId; readonly ties: Ties } | undefined;

/** What is the same for everybody, and what is not. */
const own = {
  faces: true,
  friendsOnStage: true,
  friendsInAudience: true,
  ownClub: true,
  invited: true,
  links: true,
} as const;
const sharedSchema = roomCardSchema.omit(own);
const linksSchema = roomCardSchema.pick({ links: true });

/**
 * Rooms as one person finds them, each as the JSON text of a `RoomCard`. Most of a card is the same for everybody and is
 * written once for each change of the room; a feed is thousands of times asked for and put together from such pieces.
 */
export async function cardTexts(
  sightings: readonly Sighting[],
  viewer: Onlooker,
  faces: Faces,
): Promise<string[]> {
  const chosen = sightings.map((sighting) => facesIn(sighting, viewer));
  const loading = faces.load(needed(sightings, chosen));
  if (loading !== undefined) await loading;
  const texts: string[] = [];
  sightings.forEach(({ room, found }, i) => {
    // A room may have ended while names were read.
    if (room.state === 'live') texts.push(cardText(room, found, viewer, chosen[i], faces));
  });
  return texts;
}

/** The same as values, for looks at few rooms. */
export async function cardsOf(
  sightings: readonly Sighting[],
  viewer: Onlooker,
  faces: Faces,
): Promise<RoomCard[]> {
  const texts = await cardTexts(sightings, viewer, faces);
  return texts.map((text) => roomCardSchema.decode(JSON.parse(text) as never));
}

type Chosen = { readonly key: string; readonly onStage: boolean; readonly followed: boolean };

/** Undefined without a friend in the room: then the faces are those that everybody sees. */
function facesIn({ room, found }: Sighting, viewer: Onlooker): readonly Chosen[] | undefined {
  if (!found || !viewer || found.friends.length === 0) return undefined;
  const chosen = new Map<string, Chosen>();
  for (const place of found.friends) {
    const key = idText(viewer.ties.follows, place);
    const seat = room.seats.get(key);
    if (seat) chosen.set(key, { key, onStage: onStage(seat), followed: true });
  }
  for (const each of strangersOnStage(room)) {
    if (chosen.size >= roomLimits.faces) break;
    if (!chosen.has(each.key)) chosen.set(each.key, each);
  }
  return [...chosen.values()].sort((a, b) => Number(b.onStage) - Number(a.onStage));
}

const strangersOnStage = (room: LiveRoom): Chosen[] =>
  stageOf(room).map(({ account }) => ({ key: account.reveal(), onStage: true, followed: false }));

function needed(
  sightings: readonly Sighting[],
  chosen: readonly (readonly Chosen[] | undefined)[],
): string[] {
  const keys: string[] = [];
  sightings.forEach(({ room }, i) => {
    const own = chosen[i];
    if (own) for (const { key } of own) keys.push(key);
    if (own || room.written?.version === room.version) return;
    for (const { key } of strangersOnStage(room).slice(0, roomLimits.faces)) keys.push(key);
  });
  return keys;
}

function cardText(
  room: LiveRoom,
  found: Found | undefined,
  viewer: Onlooker,
  chosen: readonly Chosen[] | undefined,
  faces: Faces,
): string {
  const written = writtenOf(room, faces);
  const key = viewer?.account.reveal();
  const invitation = key === undefined ? undefined : room.invited.get(key);
  if (!chosen && !found?.ownClub && invitation === undefined) return written.plain;
  const links = room.words.kind === 'closed' ? (invitation ?? []) : [];
  const more =
    links.length === 0 ? '' : `,${JSON.stringify(linksSchema.encode({ links: [...links] })).slice(1, -1)}`;
  return withOwn(written.shared, chosen ? faceTexts(chosen, faces) : written.faces, {
    friendsOnStage: found?.friendsOnStage ?? 0,
    friendsInAudience: found?.friendsInAudience ?? 0,
    ownClub: found?.ownClub ?? false,
    invited: invitation !== undefined,
    more,
  });
}

const nothingOwn = { friendsOnStage: 0, friendsInAudience: 0, ownClub: false, invited: false, more: '' };

/** Joined, so that it is one piece in memory: what is put together with `+` stays in pieces, each walked at every reading. */
const withOwn = (shared: string, faces: string, own: typeof nothingOwn): string =>
  [
    shared,
    ',"faces":[',
    faces,
    `],"friendsOnStage":${own.friendsOnStage},"friendsInAudience":${own.friendsInAudience}`,
    `,"ownClub":${own.ownClub},"invited":${own.invited}${own.more}}`,
  ].join('');

function writtenOf(room: LiveRoom, faces: Faces): NonNullable<LiveRoom['written']> {
  if (room.written?.version === room.version) return room.written;
  const stage = strangersOnStage(room);
  const shared = JSON.stringify(sharedSchema.encode(sharedOf(room, stage.length))).slice(0, -1);
  const seen = faceTexts(stage.slice(0, roomLimits.faces), faces);
  room.written = { version: room.version, shared, faces: seen, plain: withOwn(shared, seen, nothingOwn) };
  return room.written;
}

/** People who are not there any more have no card and no place. */
function faceTexts(chosen: readonly Chosen[], faces: Faces): string {
  const texts: string[] = [];
  for (const { key, onStage, followed } of chosen) {
    const text = faces.text(key);
    if (text !== undefined) texts.push(`${text},"onStage":${onStage},"followed":${followed}}`);
  }
  return texts.join();
}

function sharedOf(room: LiveRoom, stage: number): Omit<RoomCard, keyof typeof own> {
  const { words, keyHash } = room;
  return {
    room: room.handle,
    kind: words.kind,
    topics: [...words.topics],
    languages: [...words.languages],
    guests: words.guests,
    hands: words.hands,
    capacity: words.capacity,
    people: peopleIn(room),
    onStage: stage,
    openedAt: room.openedAt,
    ...(words.title === undefined ? {} : { title: words.title }),
    ...(words.club ? { club: words.club } : {}),
    ...(keyHash && words.kind !== 'closed' ? { keyHash } : {}),
  };
}
