/** Who owns an era, and since which term. Terms of one era only rise. */
export type Lease = { readonly owner: string; readonly term: number };

/** What a relay, or a store, keeps about an era: the highest term that it has obeyed. */
export type Obeyed = { readonly term: number };

/** Is a word of this term to be obeyed? A lower one comes from an owner who was replaced, and may have slept meanwhile. */
export const obeys = (obeyed: Obeyed | undefined, term: number): boolean =>
  obeyed === undefined || term >= obeyed.term;

export const leaseRules = {
  /** A lease that was not renewed for so long is free. */
  lifeMs: 4_000,
  renewMs: 1_000,
  /** An owner that could not renew for so long stops by itself, before anybody else can begin. */
  stopMs: 2_500,
} as const;

export type Ownership =
  | { readonly is: 'owner'; readonly term: number; readonly renewedAt: number }
  | { readonly is: 'lost' };

/** What an owner may believe at this moment, by its own clock and what the store answered. */
export function owns(ownership: Ownership, now: number): boolean {
  return ownership.is === 'owner' && now - ownership.renewedAt < leaseRules.stopMs;
}
