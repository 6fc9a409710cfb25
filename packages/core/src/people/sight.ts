/** What is known of two people when one of them looks at the other. */
export type Relation = {
  /** False for somebody who is not signed in. */
  readonly signedIn: boolean;
  readonly self: boolean;
  readonly blocksThem: boolean;
  readonly blockedByThem: boolean;
  /** Deleted or banned. */
  readonly gone: boolean;
  /** The other one keeps the follow lists to itself. */
  readonly listsPrivate: boolean;
};

/** What one may see of another, and do with it. All false is how absence looks, too (P5). */
export type Sight = {
  readonly profile: boolean;
  /** Whom they follow, who follows them, and how many. */
  readonly lists: boolean;
  /** Follow, ring a bell for, write to. */
  readonly approach: boolean;
};

const nothing: Sight = { profile: false, lists: false, approach: false };

/** The one decision about who sees whom: profiles, lists, search, clubs, events and rooms all ask it. */
export function sight(relation: Relation): Sight {
  if (!relation.signedIn) return nothing;
  if (relation.self) return { profile: true, lists: true, approach: false };
  if (relation.gone || relation.blocksThem || relation.blockedByThem) return nothing;
  return { profile: true, lists: !relation.listsPrivate, approach: true };
}

/** One end of a follow as a third person stands to it. */
export type FollowEnd = {
  readonly self: boolean;
  readonly gone: boolean;
  readonly listsPrivate: boolean;
  /** A block between the viewer and this end, whoever made it. */
  readonly blocked: boolean;
};

/** P7: may this follow be shown to the viewer? */
export function followShown(from: FollowEnd, to: FollowEnd): boolean {
  if (from.gone || to.gone || from.blocked || to.blocked) return false;
  if (from.self || to.self) return true;
  return !from.listsPrivate && !to.listsPrivate;
}

/** P20: with fewer than this many it could be worked out who it was. */
export const badgeFrom = 3;

/** Shown beside somebody whom several people that the viewer follows have blocked. */
export const blockedByFollowed = (self: boolean, followedWhoBlock: number): boolean =>
  !self && followedWhoBlock >= badgeFrom;
