import { type AccountId, clubs, people, rooms } from '@stoa/protocol/social';
import { uuidOf } from '../../src/store/ids.ts';
import { comeIn, roomOf, seat } from '../room-of.ts';
import type { Caller, Person, useTown } from '../town.ts';
import type { Scene } from './scene.ts';

type Town = ReturnType<typeof useTown>;

/** Everybody whom an answer may tell apart, in the order of the tables' columns. */
export const viewerKinds = [
  'anonymous',
  'stranger',
  'follower',
  'blocked',
  'member',
  'moderator',
  'clubAdmin',
  'operator',
] as const;
export type ViewerKind = (typeof viewerKinds)[number];

/** Somebody new who stands so to the scene's owner, its club and its event. */
export async function viewerOf(
  town: Town,
  scene: Scene,
  kind: ViewerKind,
): Promise<Caller & { readonly id?: AccountId }> {
  if (kind === 'anonymous') return town.stranger;
  const viewer = await town.person(undefined, { operator: kind === 'operator' });
  const { owner } = scene;
  if (kind === 'follower') await viewer.call(people.follow, { account: owner.id });
  if (kind === 'blocked') await owner.call(people.block, { account: viewer.id });
  if (kind === 'member' || kind === 'clubAdmin') await intoClub(town, scene, viewer, kind);
  if (kind === 'moderator' && scene.room) await moderates(town, scene, viewer);
  else if (kind === 'moderator') await roomOf(town, viewer);
  return viewer;
}

async function intoClub(town: Town, { owner, club }: Scene, viewer: Person, kind: 'member' | 'clubAdmin') {
  await town.db
    .insertInto('club_people')
    .values({ club: uuidOf(club), account: uuidOf(viewer.id), standing: 'member', rules_version: 1 })
    .execute();
  if (kind === 'clubAdmin') await owner.call(clubs.promote, { club, account: viewer.id });
}

async function moderates(town: Town, { owner, room }: Scene, viewer: Person): Promise<void> {
  await owner.call(rooms.invite, { room: room!, people: [{ account: viewer.id }] });
  // Nobody is in a club's room but its members.
  if (town.house.hall.rooms.find(room!)?.words.kind !== 'club') await comeIn(town, viewer, room!);
  else town.house.hall.rooms.admit(town.house.hall.rooms.find(room!)!, viewer.id);
  seat(town, viewer, room!, 'moderator');
}
