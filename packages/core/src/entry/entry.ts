import type { Bond, Doorway, Elsewhere, Hidden, Refused, Verdict } from './words.ts';

/** Start values. */
export const roomCaps = {
  speaking: 1,
  listening: 2,
  creations: 10,
  creationWindowMs: 24 * 60 * 60_000,
} as const;

const yes = { may: true } as const;
const hidden = (why: Hidden) => ({ may: false, why, tell: 'notFound' }) as const;

/** Whether a person may know of the room at all. */
export function maySee(room: Doorway, person: Bond): Verdict<Hidden> {
  if (room.ended) return hidden('ended');
  if (person.banned) return hidden('banned');
  if (person.putOut) return hidden('putOut');
  if (person.blocked) return hidden('blocked');
  if (person.here) return yes;
  if (!person.account) return seesAsGuest(room, person);
  if (room.kind === 'open' || person.invited) return yes;
  switch (room.kind) {
    case 'social':
      return person.followed ? yes : hidden('notFollowed');
    case 'club':
      return person.member ? yes : hidden('notMember');
    case 'closed':
      return room.byLink && person.holdsLink ? yes : hidden('notInvited');
  }
}

function seesAsGuest(room: Doorway, person: Bond): Verdict<Hidden> {
  if (!room.guests || !guestsPossible(room)) return hidden('noGuests');
  return room.kind === 'open' || person.holdsLink ? yes : hidden('notInvited');
}

/** Whether a person may have a token for the room, with which it comes in as a listener. */
export function mayJoin(room: Doorway, person: Bond, elsewhere: Elsewhere): Verdict<Refused> {
  const sees = maySee(room, person);
  if (!sees.may || person.here) return sees;
  if (room.people >= room.capacity) return { may: false, why: 'full', tell: 'full' };
  if (person.account && elsewhere.listening >= roomCaps.listening) {
    return { may: false, why: 'tooManyRooms', tell: 'tooManyRooms' };
  }
  return yes;
}

/** Whether a person may see who is in the room. */
export function mayLookAround(room: Doorway, person: Bond): Verdict<Hidden> {
  const sees = maySee(room, person);
  if (!sees.may || room.kind === 'open' || person.here) return sees;
  return hidden('notInvited');
}

const guestsPossible = ({ kind, byLink }: Pick<Doorway, 'kind' | 'byLink'>): boolean =>
  kind === 'open' || (kind === 'closed' && byLink);

export type Plan = Pick<Doorway, 'kind' | 'guests' | 'byLink'> & { readonly club: boolean };
export type Opener = {
  readonly banned: boolean;
  /** Of the club that the room is to belong to. */
  readonly member: boolean;
  readonly onStageElsewhere: boolean;
  /** When this account opened rooms, any order. */
  readonly openings: readonly number[];
};

export type OpeningVerdict =
  | { readonly may: true }
  | { readonly may: false; readonly why: 'notFound' | 'contradiction' | 'onStage' }
  | { readonly may: false; readonly why: 'tooManyRooms'; readonly retryInMs: number };

/** @param now same clock as `openings` */
export function mayOpen(plan: Plan, opener: Opener, now: number): OpeningVerdict {
  if (opener.banned || (plan.club && !opener.member)) return { may: false, why: 'notFound' };
  if (plan.kind === 'club' && !plan.club) return { may: false, why: 'contradiction' };
  if (plan.guests && !guestsPossible(plan)) return { may: false, why: 'contradiction' };
  if (plan.byLink && plan.kind !== 'closed') return { may: false, why: 'contradiction' };
  if (opener.onStageElsewhere) return { may: false, why: 'onStage' };
  const recent = opener.openings.filter((at) => now - at < roomCaps.creationWindowMs).sort((a, b) => a - b);
  if (recent.length < roomCaps.creations) return yes;
  const oldest = recent[recent.length - roomCaps.creations]!;
  return { may: false, why: 'tooManyRooms', retryInMs: oldest + roomCaps.creationWindowMs - now };
}

/** The room that an account has to leave because it came on stage in `now`; undefined when it may stay everywhere. */
export function seatToEnd<R>(stages: readonly R[], now: R): R | undefined {
  return stages.length > roomCaps.speaking ? stages.find((room) => room !== now) : undefined;
}

export type HandsPolicy = 'all' | 'followed' | 'off';

export function mayRaiseHand(policy: HandsPolicy, person: Pick<Bond, 'account' | 'followed'>): boolean {
  return person.account && (policy === 'all' || (policy === 'followed' && person.followed));
}
