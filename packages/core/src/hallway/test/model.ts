import { idCount, idText, type RoomFacts, type Viewer } from '../index.ts';

/** The hallway as SPEC.md says it, one rule a line, without any regard to speed. */
export type ModelRoom = {
  facts: RoomFacts;
  openedAt: number;
  order: number;
  stage: Set<string>;
  audience: Set<string>;
  invited: Set<string>;
  shutOut: Set<string>;
  reach: Map<string, Set<string>>;
  people: number;
  reported: boolean;
};

export type ModelFound = {
  room: ModelRoom;
  score: number;
  friendsOnStage: number;
  friendsInAudience: number;
  friends: string[];
  ownClub: boolean;
  invited: boolean;
};

const texts = (ids: Uint32Array) => Array.from({ length: idCount(ids) }, (_, place) => idText(ids, place));
const shared = (a: { low: number; high: number }, b: { low: number; high: number }) => {
  const ones = (n: number) => (n >>> 0).toString(2).replaceAll('0', '').length;
  return ones(a.low & b.low) + ones(a.high & b.high);
};

export function finds(room: ModelRoom, viewer: Viewer): boolean {
  const [me] = texts(viewer.id);
  const blocked = new Set(texts(viewer.blocked));
  if (room.stage.size === 0) return false; // H1
  if (room.reported) return false; // H7
  if ([...room.stage].some((who) => blocked.has(who))) return false; // H2
  if (me === undefined) return room.facts.kind === 'open' && room.facts.guests; // H8
  if (room.shutOut.has(me)) return false; // H9
  if (room.facts.kind === 'open') return true;
  if (room.stage.has(me) || room.audience.has(me)) return true; // H6
  if (room.invited.has(me)) return true; // H3, H4, H5
  if (room.facts.kind === 'social') return [...room.reach.values()].some((list) => list.has(me)); // H4
  if (room.facts.kind === 'club') return texts(viewer.clubs).some((club) => isOf(room, club)); // H5
  return false;
}

const isOf = (room: ModelRoom, club: string) =>
  room.facts.club !== undefined && idText(room.facts.club, 0) === club;

export function found(room: ModelRoom, viewer: Viewer, now: number): ModelFound {
  const [me] = texts(viewer.id);
  const follows = texts(viewer.follows);
  const onStage = follows.filter((who) => room.stage.has(who));
  const inAudience = follows.filter((who) => room.audience.has(who));
  const ownClub = texts(viewer.clubs).some((club) => isOf(room, club));
  const invited = me !== undefined && room.invited.has(me);
  const minutes = (now - room.openedAt) / 60_000;
  let score = 0;
  if (onStage.length > 0) score += 40 + 8 * (Math.min(onStage.length, 4) - 1); // H10
  if (inAudience.length > 0) score += 12 + 3 * (Math.min(inAudience.length, 4) - 1); // H11
  if (ownClub) score += 14; // H12
  if (invited) score += 30;
  if (shared(room.facts.languages, viewer.languages) > 0) score += 8;
  score += 5 * Math.min(3, shared(room.facts.topics, viewer.topics));
  score += 2 * Math.floor(Math.log2(room.people + 1)); // H13
  score += minutes < 5 ? 6 : minutes < 15 ? 4 : minutes < 60 ? 2 : 0;
  return {
    room,
    score,
    friendsOnStage: onStage.length,
    friendsInAudience: inAudience.length,
    friends: [...onStage, ...inAudience].slice(0, 3),
    ownClub,
    invited,
  };
}

export function feed(rooms: Iterable<ModelRoom>, viewer: Viewer, now: number, limit: number, skip: number) {
  return [...rooms]
    .filter((room) => finds(room, viewer))
    .map((room) => found(room, viewer, now))
    .sort((a, b) => b.score - a.score || b.room.order - a.room.order) // H14
    .slice(skip, skip + limit); // H15
}
