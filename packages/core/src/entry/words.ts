/** See the hallway: everybody; whom people on stage follow; the members of a club; the invited. */
export type RoomKind = 'open' | 'social' | 'club' | 'closed';

export type Doorway = {
  readonly kind: RoomKind;
  readonly ended: boolean;
  /** Whether people without an account may listen. */
  readonly guests: boolean;
  /** Closed rooms: whether the link lets people in that nobody invited. */
  readonly byLink: boolean;
  readonly people: number;
  readonly capacity: number;
};

/** What binds one person to one room at this moment. */
export type Bond = {
  /** Without one it is a guest: then the others are false, but for `here` and `putOut`. */
  readonly account: boolean;
  readonly banned: boolean;
  /** Removed from this run of the room by a moderator. */
  readonly putOut: boolean;
  /** A block, in either direction, between this person and somebody on stage. */
  readonly blocked: boolean;
  readonly invited: boolean;
  /** Somebody on stage follows this person. */
  readonly followed: boolean;
  /** Of the room's club. */
  readonly member: boolean;
  /** Has a seat in the room, or one that is kept for a moment. */
  readonly here: boolean;
  /** Holds the room's link. */
  readonly holdsLink: boolean;
};

export type Hidden =
  | 'ended'
  | 'banned'
  | 'putOut'
  | 'blocked'
  | 'noGuests'
  | 'notFollowed'
  | 'notMember'
  | 'notInvited';
export type Refused = Hidden | 'full' | 'tooManyRooms';

/** `tell` is all that the person may learn. */
export type Verdict<Why extends string> =
  | { readonly may: true }
  | { readonly may: false; readonly why: Why; readonly tell: 'notFound' | 'full' | 'tooManyRooms' };

/** How many other rooms the account is in. */
export type Elsewhere = { readonly listening: number };
