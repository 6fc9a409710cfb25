/** What counts how much in the hallway: small whole numbers, so that equal rooms are equal everywhere. */
export const points = {
  firstFriendOnStage: 40,
  nextFriendOnStage: 8,
  firstFriendInAudience: 12,
  nextFriendInAudience: 3,
  /** Friends beyond so many add nothing, on stage and in the audience each. */
  friendsCounted: 4,
  invited: 30,
  ownClub: 14,
  language: 8,
  topic: 5,
  topicsCounted: 3,
  /** For each doubling of the people in the room. */
  doubling: 2,
} as const;

/** Younger than so many milliseconds, in this order: so many points. */
export const freshness: readonly { readonly belowMs: number; readonly points: number }[] = [
  { belowMs: 5 * 60_000, points: 6 },
  { belowMs: 15 * 60_000, points: 4 },
  { belowMs: 60 * 60_000, points: 2 },
];

export const sizePoints = (people: number): number => points.doubling * (31 - Math.clz32(people + 1));

export function stagePoints(friends: number): number {
  if (friends === 0) return 0;
  const more = Math.min(friends, points.friendsCounted) - 1;
  return points.firstFriendOnStage + more * points.nextFriendOnStage;
}

export function audiencePoints(friends: number): number {
  if (friends === 0) return 0;
  const more = Math.min(friends, points.friendsCounted) - 1;
  return points.firstFriendInAudience + more * points.nextFriendInAudience;
}
