export type Standing = 'none' | 'requested' | 'invited' | 'banned' | 'member' | 'admin' | 'owner';
export type WayIn = 'open' | 'request' | 'invitation';

const rank: Record<Standing, number> = {
  banned: -1,
  none: 0,
  requested: 0,
  invited: 0,
  member: 1,
  admin: 2,
  owner: 3,
};

/** In the club, that is: a member, an admin or the owner. */
export const isIn = (standing: Standing): boolean => rank[standing] >= 1;
/** May run it. */
export const runsIt = (standing: Standing): boolean => rank[standing] >= 2;
export const outranks = (actor: Standing, target: Standing): boolean => rank[actor] > rank[target];

/** What somebody may see of a club. All false is how absence looks, too. */
export type ClubSight = {
  readonly club: boolean;
  readonly members: boolean;
  /** Requests, invitations, bans. */
  readonly desk: boolean;
};

/** C21, C30 to C32. */
export function clubSight(standing: Standing, inDirectory: boolean): ClubSight {
  const club = standing !== 'banned' && (isIn(standing) || standing === 'invited' || inDirectory);
  return { club, members: isIn(standing), desk: runsIt(standing) };
}
